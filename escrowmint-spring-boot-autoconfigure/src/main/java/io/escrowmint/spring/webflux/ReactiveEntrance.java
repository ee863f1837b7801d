package io.escrowmint.spring.webflux;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Lets calls in without blocking a thread that must not block. Thread-safe.
 */
final class ReactiveEntrance {

	private final ReactiveWallets wallets;

	private final MeteringOptions metering;

	private final HttpOptions options;

	private final CreditsAnswers answers;

	private final CreditsHeaders headers;

	ReactiveEntrance(ReactiveWallets wallets, MeteringOptions metering, HttpOptions options) {
		this.wallets = wallets;
		this.metering = metering;
		this.options = options;
		this.answers = new CreditsAnswers(options);
		this.headers = new CreditsHeaders(options);
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
		return Mono.zip(this.wallets.facts(exchange), fingerprint(metered))
			.flatMap((known) -> admit(metered, call, facts(exchange, known.getT1(), known.getT2().orElse(null)), waits))
			.onErrorResume(CreditsProblemException.class,
					(ex) -> Mono.just(Optional.of(this.answers.problem(ex.problem()))))
			.onErrorResume(AnsweredException.class, (ex) -> Mono.just(Optional.of(ex.answer())));
	}

	private Mono<Optional<Bytes>> fingerprint(MeteredExchange metered) {
		KeyedRequest keyed = metered.keyed();
		// A part that joins claims nothing, and the body may be gone by now.
		return (keyed == null || metered.isMetered()) ? Mono.just(Optional.empty())
				: RequestPayload.fingerprint(metered.exchange(), keyed).map(Optional::of);
	}

	private ReactiveCallFacts facts(ServerWebExchange exchange, RequestFacts request, @Nullable Bytes fingerprint) {
		boolean claims = this.options.idempotency() && this.metering.mode() != MeteringOptions.Mode.SHADOW;
		return new ReactiveCallFacts(exchange, this.wallets, request, claims, fingerprint);
	}

	private Mono<Optional<HttpAnswer>> admit(MeteredExchange metered, MeteredCall call, ReactiveCallFacts facts,
			boolean waits) {
		List<Demand> demands = call.demands(facts);
		if (demands.isEmpty()) {
			return Mono.just(Optional.empty());
		}
		CompletableFuture<Admission> admission = metered.admit(demands).toCompletableFuture();
		return known(admission, waits).map((decided) -> {
			if (decided instanceof Admission.Admitted admitted) {
				tell(metered, admitted);
			}
			return Optional.ofNullable(this.answers.to(decided));
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
		if (this.metering.mode() == MeteringOptions.Mode.SHADOW || metered.exchange().getResponse().isCommitted()) {
			return;
		}
		HttpHeaders headers = metered.exchange().getResponse().getHeaders();
		for (HttpField field : this.headers.admitted(metered.addHeld(admitted.cost()), admitted.available())) {
			headers.set(field.name(), field.value());
		}
	}

}
