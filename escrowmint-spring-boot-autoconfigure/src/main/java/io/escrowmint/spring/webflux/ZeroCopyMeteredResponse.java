package io.escrowmint.spring.webflux;

import java.nio.file.Path;

import reactor.core.publisher.Mono;

import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * A response that can send files without copying them, and still can.
 */
final class ZeroCopyMeteredResponse extends MeteredResponse implements ZeroCopyHttpOutputMessage {

	ZeroCopyMeteredResponse(ServerHttpResponse response, ExchangeEnd end) {
		super(response, end);
	}

	@Override
	public Mono<Void> writeWith(Path file, long position, long count) {
		end().loseRecord();
		ZeroCopyHttpOutputMessage delegate = (ZeroCopyHttpOutputMessage) getDelegate();
		return end().beforeLastByte().then(Mono.defer(() -> delegate.writeWith(file, position, count)));
	}

}
