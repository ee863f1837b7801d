package io.escrowmint.spring.webflux;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.RequestFacts;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.model.Bytes;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.http.AnsweredException;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.http.HttpAnswer;
import io.escrowmint.spring.http.HttpField;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.http.IdempotencyKeyHeader;
import io.escrowmint.spring.observation.ParentObservation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;

/**
 * Lets calls in without blocking a thread that must not block. Thread-safe.
 */
final class ReactiveEntrance {

	private final ReactiveWallets wallets;

	private final boolean shadow;

	private final HttpOptions options;

	private final CreditsAnswers answers;

	private final CreditsHeaders headers;

	ReactiveEntrance(ReactiveWallets wallets, MeteringOptions metering, HttpOptions options, CreditsAnswers answers,
			CreditsHeaders headers) {
		this.wallets = wallets;
		this.shadow = metering.mode() == MeteringOptions.Mode.SHADOW;
		this.options = options;
		this.answers = answers;
		this.headers = headers;
	}

	/**
	 * Asks for what a call wants to hold.
	 * @param metered the session of the exchange
	 * @param call the call
	 * @param waits whether a thread that may block waits, so that the call stays on it
	 * @return what the request is answered instead, empty if the call may run; fails if
	 * an expression does
	 */
	Mono<Optional<HttpAnswer>> enter(MeteredExchange metered, MeteredCall call, boolean waits) {
		ServerWebExchange exchange = metered.exchange();
		Mono<Optional<HttpAnswer>> answer = this.wallets.facts(exchange)
			.flatMap((request) -> fingerprint(metered, call, request).flatMap(
					(fingerprint) -> admit(metered, call, facts(metered, request, fingerprint.orElse(null)), waits)))
			.onErrorResume(CreditsProblemException.class,
					(ex) -> Mono.just(Optional.of(this.answers.problem(ex.problem()))))
			.onErrorResume(AnsweredException.class, (ex) -> Mono.just(Optional.of(ex.answer())));
		return FatalErrors.fail(answer, metered);
	}

	private Mono<Optional<Bytes>> fingerprint(MeteredExchange metered, MeteredCall call, RequestFacts request) {
		KeyedRequest keyed = metered.keyed();
		// A part that joins claims nothing, and the body may be gone by now.
		if (keyed == null || metered.isMetered() || !(call.namesKey() || isKeySent(keyed))) {
			return Mono.just(Optional.empty());
		}
		return RequestPayload.fingerprint(metered.exchange(), keyed, request.principal().orElse(null))
			.map(Optional::of);
	}

	private boolean isKeySent(KeyedRequest request) {
		return this.options.idempotency() && request.getHeaders().containsHeader(IdempotencyKeyHeader.NAME);
	}

	private ReactiveCallFacts facts(MeteredExchange metered, RequestFacts request, @Nullable Bytes fingerprint) {
		return new ReactiveCallFacts(metered.exchange(), this.wallets, request, this.options.idempotency(),
				fingerprint);
	}

	private Mono<Optional<HttpAnswer>> admit(MeteredExchange metered, MeteredCall call, ReactiveCallFacts facts,
			boolean waits) {
		// A preflight costs nothing, whatever handler takes it.
		boolean asks = metered.exchange().getRequest().getMethod() != HttpMethod.OPTIONS;
		List<Demand> demands = asks ? call.demands(facts) : List.of();
		if (demands.isEmpty() && asks && !this.shadow && !call.takesMetering()) {
			// What it calls pays for itself.
			return Mono.just(Optional.empty());
		}
		boolean first = !metered.isMetered();
		return admission(metered, demands, waits).map((decided) -> {
			if (first && metered.isResponseWanted()) {
				metered.noteHeaders();
			}
			if (decided instanceof Admission.Admitted admitted && !demands.isEmpty()
					&& (first || admitted.cost() > 0)) {
				tell(metered, admitted);
			}
			return Optional.ofNullable(this.answers.to(decided));
		});
	}

	private static Mono<Admission> admission(MeteredExchange metered, List<Demand> demands, boolean waits) {
		return Mono.deferContextual((context) -> {
			AtomicBoolean left = new AtomicBoolean();
			return known(ParentObservation.of(context, () -> metered.admit(demands, left::get)).toCompletableFuture(),
					waits)
				.doOnCancel(() -> left.set(true));
		});
	}

	// The store's answer comes on the driver's thread, where handlers have no business.
	private static Mono<Admission> known(CompletableFuture<Admission> admission, boolean waits) {
		if (admission.isDone() || (waits && !Schedulers.isInNonBlockingThread())) {
			return Mono.fromSupplier(admission::join);
		}
		return Mono.fromFuture(admission, true).publishOn(Schedulers.parallel());
	}

	private void tell(MeteredExchange metered, Admission.Admitted admitted) {
		if (this.shadow || metered.exchange().getResponse().isCommitted()) {
			return;
		}
		HttpHeaders headers = metered.exchange().getResponse().getHeaders();
		for (HttpField field : this.headers.admitted(metered.addHeld(admitted.cost()), admitted.balance())) {
			headers.set(field.name(), field.value());
		}
	}

}
