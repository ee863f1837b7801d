package io.escrowmint.spring.webflux;

import io.escrowmint.RequestFacts;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.spring.aop.CallFacts;
import io.escrowmint.spring.http.IdempotencyKeyHeader;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * What a metered call may know of its exchange, gathered before it is asked.
 *
 * @param exchange the exchange
 * @param wallets finds the wallet
 * @param request the facts
 * @param header whether the header of a client counts as an idempotency key
 * @param fingerprint of the request and its payload, if a key can be claimed: not by a
 * shadow, and only by the first metered call of a request
 */
record ReactiveCallFacts(ServerWebExchange exchange, ReactiveWallets wallets, RequestFacts request, boolean header,
		@Nullable Bytes fingerprint) implements CallFacts {

	@Override
	public @Nullable String wallet() {
		return this.wallets.find(this.exchange, this.request);
	}

	@Override
	public @Nullable HttpClaim claim(@Nullable String key) {
		if (this.fingerprint == null) {
			return null;
		}
		String claimed = (key != null) ? IdempotencyKeyHeader.check(key) : sent();
		return (claimed != null) ? new HttpClaim(claimed, this.fingerprint) : null;
	}

	private @Nullable String sent() {
		return this.header ? IdempotencyKeyHeader
			.read(this.exchange.getRequest().getHeaders().getOrEmpty(IdempotencyKeyHeader.NAME)) : null;
	}

}
