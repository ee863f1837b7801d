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
 * @param claims whether idempotency keys count
 * @param fingerprint of the request, if its body was watched
 */
record ReactiveCallFacts(ServerWebExchange exchange, ReactiveWallets wallets, RequestFacts request, boolean claims,
		@Nullable Bytes fingerprint) implements CallFacts {

	@Override
	public @Nullable String wallet() {
		return this.wallets.find(this.exchange, this.request);
	}

	@Override
	public @Nullable HttpClaim claim(@Nullable String key) {
		if (!this.claims) {
			return null;
		}
		String claimed = (key != null) ? IdempotencyKeyHeader.check(key) : IdempotencyKeyHeader
			.read(this.exchange.getRequest().getHeaders().getOrEmpty(IdempotencyKeyHeader.NAME));
		if (claimed == null) {
			return null;
		}
		return new HttpClaim(claimed,
				(this.fingerprint != null) ? this.fingerprint : RequestPayload.fingerprint(this.exchange.getRequest()));
	}

}
