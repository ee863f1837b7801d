package io.escrowmint.spring.web;

import java.util.Collections;

import io.escrowmint.RequestFacts;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.spring.aop.CallFacts;
import io.escrowmint.spring.http.CreditsProblemException;
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
		try {
			return this.wallets.find(this.servletRequest);
		}
		catch (CreditsProblemException ex) {
			if (this.metered.isShadow()) {
				return null;
			}
			throw ex;
		}
	}

	@Override
	public @Nullable HttpClaim claim(@Nullable String key) {
		if (this.metered.isShadow() || this.metered.isMetered()) {
			return null;
		}
		if (key != null) {
			return new HttpClaim(IdempotencyKeyHeader.check(key), ServletFingerprint.ofTarget(this.servletRequest));
		}
		ReplayableRequest body = this.metered.body();
		if (body == null) {
			return null;
		}
		String sent = IdempotencyKeyHeader.read(Collections.list(body.getHeaders(IdempotencyKeyHeader.NAME)));
		return (sent != null) ? new HttpClaim(sent, ServletFingerprint.of(body, this.options.maxRequestBody())) : null;
	}

}
