package io.escrowmint.spring.webflux;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * The exchange of a request with an idempotency key. Spring parses forms from the request
 * that the server gave it; one that was read ahead is parsed from what was kept of it.
 */
final class KeyedExchange extends ServerWebExchangeDecorator {

	private static final ResolvableType FORM = ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class,
			String.class);

	private final KeyedRequest keyed;

	private final Mono<MultiValueMap<String, String>> kept;

	KeyedExchange(ServerWebExchange exchange, KeyedRequest keyed) {
		super(exchange);
		this.keyed = keyed;
		FormHttpMessageReader reader = new FormHttpMessageReader();
		// What is kept is in memory already.
		reader.setMaxInMemorySize(-1);
		this.kept = Mono.defer(() -> reader.readMono(FORM, keyed, Map.of())).switchIfEmpty(nothing()).cache();
	}

	@Override
	public Mono<MultiValueMap<String, String>> getFormData() {
		return Mono.defer(() -> {
			if (!RequestPayload.isForm(this.keyed)) {
				return super.getFormData();
			}
			// Nothing may have been left because a filter before ours has parsed it.
			return (this.keyed.isKept() && !this.keyed.isEmpty()) ? this.kept : parsed();
		});
	}

	private Mono<MultiValueMap<String, String>> parsed() {
		this.keyed.formParsed();
		// Some servers refuse to be read twice, even if there is nothing to read.
		return super.getFormData().onErrorResume(IllegalStateException.class,
				(ex) -> this.keyed.isKept() ? nothing() : Mono.error(ex));
	}

	private static Mono<MultiValueMap<String, String>> nothing() {
		return Mono.fromSupplier(LinkedMultiValueMap::new);
	}

}
