package io.escrowmint.spring.webflux;

import io.escrowmint.spring.http.HttpAnswer;
import io.escrowmint.spring.http.HttpField;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes whole answers, whatever the client accepts: message writers have nothing for an
 * event stream, and HTML for a browser.
 */
final class AnswerWriter {

	private AnswerWriter() {
	}

	/**
	 * Writes an answer, unless the response is on its way already. A replay is written
	 * where its bytes were taken, so that no filter transforms it again.
	 * @param response the response
	 * @param answer the answer
	 * @return completes when it is written
	 */
	static Mono<Void> write(ServerHttpResponse response, HttpAnswer answer) {
		return Mono.defer(() -> response.isCommitted() ? Mono.empty()
				: writeNow(answer.replay() ? MeteredResponse.of(response) : response, answer));
	}

	private static Mono<Void> writeNow(ServerHttpResponse response, HttpAnswer answer) {
		HttpHeaders headers = response.getHeaders();
		headers.clearContentHeaders();
		answer.fields().stream().filter((field) -> !field.isAdded()).forEach((field) -> headers.remove(field.name()));
		for (HttpField field : answer.fields()) {
			if (!field.isAdded() || !headers.getOrEmpty(field.name()).contains(field.value())) {
				headers.add(field.name(), field.value());
			}
		}
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		byte[] body = answer.body().toArray();
		if (body.length == 0) {
			return response.setComplete();
		}
		headers.setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
