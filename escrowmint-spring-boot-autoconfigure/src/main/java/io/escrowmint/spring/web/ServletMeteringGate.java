package io.escrowmint.spring.web;

import java.util.List;

import io.escrowmint.MeteringScope;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.AnsweredException;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpAnswer;
import io.escrowmint.spring.http.HttpOptions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Lets metered methods into the metering session of their servlet request, on the thread
 * of the request and within the timeout of the store. An error page and an
 * {@code OPTIONS} request hold nothing. Outside of a request a handler is metered like
 * any other method.
 */
public final class ServletMeteringGate implements MeteringGate {

	private final RequestWallets wallets;

	private final CreditsAnswers answers;

	private final CreditsHeaders headers;

	private final HttpOptions options;

	private final MeteringGate outside;

	/**
	 * Creates the gate.
	 * @param wallets finds the wallet
	 * @param answers what a request is answered that does not get in
	 * @param headers what the response tells of its cost
	 * @param options how idempotency keys count
	 * @param outside runs calls that belong to no request
	 */
	public ServletMeteringGate(RequestWallets wallets, CreditsAnswers answers, CreditsHeaders headers,
			HttpOptions options, MeteringGate outside) {
		this.wallets = wallets;
		this.answers = answers;
		this.headers = headers;
		this.options = options;
		this.outside = outside;
	}

	@Override
	public @Nullable Object invoke(MeteredCall call) throws Throwable {
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current)) {
			return this.outside.invoke(call);
		}
		HttpServletRequest request = current.getRequest();
		MeteredRequest metered = MeteredRequest.find(request);
		if (metered == null) {
			throw new IllegalStateException("MeteredRequestFilter has not seen the request; is it registered?");
		}
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			return call.proceed();
		}
		List<Demand> demands = demands(call, request, metered);
		if (demands == null) {
			return call.proceed();
		}
		enter(demands, metered, current.getResponse());
		try (MeteringScope scope = MeteringScope.open(metered.session())) {
			return call.proceed();
		}
	}

	// Null if the call is not metered: then what it calls pays for itself.
	private @Nullable List<Demand> demands(MeteredCall call, HttpServletRequest request, MeteredRequest metered) {
		if (HttpMethod.OPTIONS.matches(request.getMethod())) {
			return List.of();
		}
		List<Demand> demands = call.demands(new ServletCallFacts(request, metered, this.wallets, this.options));
		return (demands.isEmpty() && !metered.isShadow() && !call.takesMetering()) ? null : demands;
	}

	private void enter(List<Demand> demands, MeteredRequest metered, @Nullable HttpServletResponse response) {
		MeteringSession session = metered.session();
		boolean first = !session.isMetered();
		Admission admission = session.admit(demands).toCompletableFuture().join();
		if (!(admission instanceof Admission.Admitted admitted)) {
			HttpAnswer answer = this.answers.to(admission);
			throw (answer != null) ? new AnsweredException(answer) : new IllegalStateException("No answer");
		}
		metered.watch().metered();
		if (response == null || demands.isEmpty() || metered.isShadow()) {
			return;
		}
		if (first || admitted.cost() > 0) {
			this.headers.admitted(metered.hold(admitted.cost()), admitted.balance())
				.forEach((field) -> response.setHeader(field.name(), field.value()));
		}
		if (first && session.isResponseWanted()) {
			metered.watch().keep(new ResponseTee(this.options.maxBody(), response));
		}
	}

}
