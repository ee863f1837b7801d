package io.escrowmint.spring.webflux;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * A response whose body is watched as it is written: nobody else learns that the client
 * went away in the middle of it, because the exchange then ends as if all was well.
 */
class MeteredResponse extends ServerHttpResponseDecorator {

	private final ExchangeEnd end;

	MeteredResponse(ServerHttpResponse response, ExchangeEnd end) {
		super(response);
		this.end = end;
	}

	/**
	 * Returns what is below the decorations of the application's filters.
	 * @param response the response as a handler sees it
	 * @return the response that is watched, the same response if none is
	 */
	static ServerHttpResponse of(ServerHttpResponse response) {
		ServerHttpResponse inner = response;
		while (inner instanceof ServerHttpResponseDecorator decorator) {
			if (decorator instanceof MeteredResponse) {
				return decorator;
			}
			inner = decorator.getDelegate();
		}
		return response;
	}

	ExchangeEnd end() {
		return this.end;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return isCommitted() ? super.writeWith(body) : super.writeWith(watched(body));
	}

	private Publisher<? extends DataBuffer> watched(Publisher<? extends DataBuffer> body) {
		if (body instanceof Mono<? extends DataBuffer> mono) {
			return this.end.watch(mono.doOnNext(this.end::record));
		}
		return this.end.watch(Flux.from(body).doOnNext(this.end::record));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		if (isCommitted()) {
			return super.writeAndFlushWith(body);
		}
		this.end.loseRecord();
		return super.writeAndFlushWith(this.end.watch(Flux.from(body).map(this.end::watchPart)));
	}

	@Override
	public Mono<Void> setComplete() {
		return isCommitted() ? super.setComplete() : this.end.beforeLastByte().then(Mono.defer(super::setComplete));
	}

}
