package io.escrowmint.spring.web;

import java.util.Collections;

import io.escrowmint.RequestFacts;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.spring.aop.CallFacts;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.http.IdempotencyKeyHeader;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a metered call may know of the servlet request that it serves. Only the first
 * metered call of a request claims an idempotency key, and a shadow never does.
 */
record ServletCallFacts(HttpServletRequest servletRequest, MeteredRequest metered, RequestWallets wallets,
		HttpOptions options) implements CallFacts {

	@Override
	public RequestFacts request() {
		return new ServletRequestFacts(this.servletRequest);
	}

	@Override
	public @Nullable String wallet() {
		return this.wallets.find(this.servletRequest);
	}

	@Override
	public @Nullable HttpClaim claim(@Nullable String key) {
		ReplayableRequest body = this.metered.body();
		if (body == null || this.metered.isMetered()) {
			return null;
		}
		String claimed = (key != null) ? IdempotencyKeyHeader.check(key) : sent(body);
		return (claimed != null) ? new HttpClaim(claimed, fingerprint(body)) : null;
	}

	// Filters behind ours know who is logged in.
	private Bytes fingerprint(ReplayableRequest body) {
		return ServletFingerprint.of(body, request().principal().orElse(null), this.options.maxRequestBody());
	}

	private @Nullable String sent(ReplayableRequest request) {
		return this.options.idempotency()
				? IdempotencyKeyHeader.read(Collections.list(request.getHeaders(IdempotencyKeyHeader.NAME))) : null;
	}

}
