package io.escrowmint.spring.web;

import java.time.Duration;

import io.escrowmint.QuotaService;
import io.escrowmint.Reservation;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.Reserve;
import io.escrowmint.spring.aop.MeteredMethod;
import io.escrowmint.spring.aop.MeteringGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

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

	private final Duration ttl;

	/**
	 * Creates the gate.
	 * @param quota holds the credits
	 * @param wallets finds the wallet
	 * @param ttl time to live of holds whose method names none
	 */
	public ServletMeteringGate(QuotaService quota, RequestWallets wallets, Duration ttl) {
		this.quota = quota;
		this.wallets = wallets;
		this.ttl = ttl;
	}

	@Override
	public void enter(MeteredMethod method) {
		HttpServletRequest request = currentRequest();
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			return;
		}
		MeteredRequest metered = MeteredRequest.find(request);
		if (metered == null) {
			throw new IllegalStateException("MeteredRequestFilter has not seen the request; is it registered?");
		}
		String wallet = this.wallets.require(request);
		if (method.cost() > 0 && !metered.isMetered()) {
			metered.hold(reserve(wallet, method));
		}
	}

	private Reservation reserve(String wallet, MeteredMethod method) {
		Duration hold = (method.ttl() != null) ? method.ttl() : this.ttl;
		try {
			return this.quota.reserve(Reserve.of(wallet, method.cost(), hold));
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

}
