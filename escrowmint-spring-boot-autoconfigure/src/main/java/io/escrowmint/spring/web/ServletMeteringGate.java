package io.escrowmint.spring.web;

import io.escrowmint.QuotaService;
import io.escrowmint.RequestFacts;
import io.escrowmint.Reservation;
import io.escrowmint.metering.Demand;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.Reserve;
import io.escrowmint.spring.aop.CallFacts;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Holds the cost of a metered method on the wallet of the servlet request. A request has
 * one hold: a metered method within a metered request joins it. An error page holds
 * nothing.
 */
public final class ServletMeteringGate implements MeteringGate {

	private final QuotaService quota;

	private final RequestWallets wallets;

	/**
	 * Creates the gate.
	 * @param quota holds the credits
	 * @param wallets finds the wallet
	 */
	public ServletMeteringGate(QuotaService quota, RequestWallets wallets) {
		this.quota = quota;
		this.wallets = wallets;
	}

	@Override
	public @Nullable Object invoke(MeteredCall call) throws Throwable {
		HttpServletRequest request = currentRequest();
		if (request.getDispatcherType() != DispatcherType.ERROR) {
			enter(call, request);
		}
		return call.proceed();
	}

	private void enter(MeteredCall call, HttpServletRequest request) {
		MeteredRequest metered = MeteredRequest.find(request);
		if (metered == null) {
			throw new IllegalStateException("MeteredRequestFilter has not seen the request; is it registered?");
		}
		String wallet = this.wallets.require(request);
		for (Demand demand : call.demands(new Facts(request, wallet))) {
			if (demand.cost() > 0 && !metered.isMetered()) {
				metered.hold(reserve(wallet, demand));
			}
		}
	}

	private Reservation reserve(String wallet, Demand demand) {
		try {
			return this.quota.reserve(Reserve.of(wallet, demand.cost(), demand.terms().ttl()));
		}
		catch (InsufficientCreditsException ex) {
			throw new CreditsProblemException(CreditsProblem.INSUFFICIENT_CREDITS, ex);
		}
		catch (EscrowMintException ex) {
			throw new CreditsProblemException(CreditsProblem.CREDITS_UNAVAILABLE, ex);
		}
	}

	private static HttpServletRequest currentRequest() {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			return attributes.getRequest();
		}
		throw new IllegalStateException("A metered controller method was called outside of a request");
	}

	private record Facts(HttpServletRequest servletRequest, String wallet) implements CallFacts {

		@Override
		public RequestFacts request() {
			return new ServletRequestFacts(this.servletRequest);
		}

		@Override
		public @Nullable HttpClaim claim(@Nullable String key) {
			return null;
		}

	}

}
