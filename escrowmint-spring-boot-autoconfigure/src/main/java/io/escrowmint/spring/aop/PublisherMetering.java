package io.escrowmint.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.MeteringScope;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.observation.ParentObservation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.core.ReactiveAdapter;

/**
 * Meters each subscription to the publisher of one call. The session that runs lies in
 * the Reactor context under the class {@link MeteringSession}, so that what is called
 * within it joins it. The method runs on the thread that subscribes if the answer is
 * there at once, else on one that may block: never on a thread of the store.
 *
 * @param sessions makes the sessions
 * @param call runs the method
 * @param demands what it asks for
 * @param outer the session in which the method was called, if there is one
 * @param adapter converts what the method returns
 */
record PublisherMetering(MeteringSessions sessions, MeteredCall call, List<Demand> demands,
		@Nullable MeteringSession outer, ReactiveAdapter adapter) {

	/** A publisher of the kind that stands for what a method returns. */
	static Object nothing(ReactiveAdapter adapter) {
		return adapter.fromPublisher(adapter.isMultiValue() ? Flux.empty() : Mono.empty());
	}

	Object publisher() {
		return this.adapter.fromPublisher(
				this.adapter.isMultiValue() ? Flux.deferContextual(this::flux) : Mono.deferContextual(this::mono));
	}

	private Flux<Object> flux(ContextView context) {
		MeteringSession joined = joined(context);
		if (joined != null) {
			return admitted(joined, context).flatMapMany(this::source);
		}
		MeteringSession session = this.sessions.begin();
		return Flux
			.usingWhen(begun(session, context), this::source, (own) -> end(own, Ending.returned()),
					(own, failure) -> end(own, Ending.failed()), (own) -> end(own, Ending.disconnected(0)))
			.contextWrite((outside) -> outside.put(MeteringSession.class, session));
	}

	private Mono<Object> mono(ContextView context) {
		MeteringSession joined = joined(context);
		if (joined != null) {
			return admitted(joined, context).flatMap((own) -> Mono.from(source(own)));
		}
		MeteringSession session = this.sessions.begin();
		return Mono
			.usingWhen(begun(session, context), (own) -> Mono.from(source(own)), (own) -> end(own, Ending.returned()),
					(own, failure) -> end(own, Ending.failed()), (own) -> end(own, Ending.disconnected(0)))
			.contextWrite((outside) -> outside.put(MeteringSession.class, session));
	}

	// Nobody ends a session that never gets to its source, held or not.
	private Mono<MeteringSession> begun(MeteringSession session, ContextView context) {
		return admitted(session, context).doOnCancel(() -> session.end(Ending.failed()))
			.doOnError((failure) -> session.end(Ending.failed()));
	}

	private @Nullable MeteringSession joined(ContextView context) {
		MeteringSession session = context.getOrDefault(MeteringSession.class, this.outer);
		return (session != null && session.isMetered() && !session.isEnded()) ? session : null;
	}

	private Mono<MeteringSession> admitted(MeteringSession session, ContextView context) {
		AtomicBoolean left = new AtomicBoolean();
		CompletableFuture<Admission> admission = ParentObservation
			.of(context, () -> session.admit(this.demands, left::get))
			.toCompletableFuture();
		Mono<Admission> answer = Mono.fromFuture(admission, true);
		return (admission.isDone() ? answer : answer.publishOn(Schedulers.boundedElastic()))
			.doOnCancel(() -> left.set(true))
			.map((decided) -> {
				Turnstile.pass(decided, this.call);
				return session;
			});
	}

	private Publisher<Object> source(MeteringSession session) {
		try (MeteringScope scope = MeteringScope.open(session)) {
			return this.adapter.toPublisher(this.call.proceed());
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private Mono<Void> end(MeteringSession session, Ending ending) {
		CompletableFuture<Void> settled = session.end(ending).toCompletableFuture();
		return (this.sessions.options().settle() == MeteringOptions.Settle.SYNC) ? Mono.fromFuture(settled, true)
				: Mono.empty();
	}

}
