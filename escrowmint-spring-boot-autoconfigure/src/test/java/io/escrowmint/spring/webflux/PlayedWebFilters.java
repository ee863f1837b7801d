package io.escrowmint.spring.webflux;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * What filters of applications do, if a header of the request asks for it: name who is
 * logged in, set a header, add to {@code Vary}, parse a form, read the body and pass on
 * what was read, and zip the response.
 */
class PlayedWebFilters implements WebFilter {

	static String unzipped(byte[] body) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders asked = exchange.getRequest().getHeaders();
		ServerWebExchange.Builder played = exchange.mutate();
		String vary = asked.getFirst("Vary-By");
		if (vary != null) {
			exchange.getResponse().getHeaders().add("Vary", vary);
		}
		String header = asked.getFirst("Filtered");
		if (header != null) {
			String[] parts = header.split("=", 2);
			exchange.getResponse().getHeaders().set(parts[0], parts[1]);
		}
		String user = asked.getFirst("User");
		if (user != null) {
			Principal principal = () -> user;
			played.principal(Mono.just(principal));
		}
		if (asked.containsHeader("Zip")) {
			played.response(new Zipped(exchange.getResponse()));
		}
		if (asked.containsHeader("Cache")) {
			return DataBufferUtils.join(exchange.getRequest().getBody())
				.map((body) -> body.toString(StandardCharsets.UTF_8))
				.defaultIfEmpty("")
				.flatMap((body) -> chain.filter(played.request(new Cached(exchange.getRequest(), body)).build()));
		}
		Mono<Void> rest = chain.filter(played.build());
		return asked.containsHeader("Parse") ? exchange.getFormData().then(rest) : rest;
	}

	/**
	 * A filter that parses a form before the exchange has a session.
	 */
	static class Early implements WebFilter, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			Mono<Void> rest = chain.filter(exchange);
			return exchange.getRequest().getHeaders().containsHeader("Parse-Early") ? exchange.getFormData().then(rest)
					: rest;
		}

	}

	private static final class Cached extends ServerHttpRequestDecorator {

		private final String body;

		Cached(ServerHttpRequest request, String body) {
			super(request);
			this.body = body;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.defer(() -> Flux
				.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body.getBytes(StandardCharsets.UTF_8))));
		}

	}

	private static final class Zipped extends ServerHttpResponseDecorator {

		Zipped(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			getHeaders().set("Content-Encoding", "gzip");
			getHeaders().remove("Content-Length");
			return super.writeWith(DataBufferUtils.join(body).map(this::zipped));
		}

		private DataBuffer zipped(DataBuffer plain) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
				byte[] all = new byte[plain.readableByteCount()];
				plain.read(all);
				zip.write(all);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			DataBufferUtils.release(plain);
			return bufferFactory().wrap(bytes.toByteArray());
		}

	}

}
