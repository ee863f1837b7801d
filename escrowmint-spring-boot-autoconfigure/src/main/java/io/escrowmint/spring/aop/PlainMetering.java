package io.escrowmint.spring.aop;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.escrowmint.Metering;
import io.escrowmint.MeteringScope;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Runs metered methods that serve no request, and those that do when they are called
 * outside of one. A call within a metered call is let into its session and is settled
 * with it; any other has a session of its own: a normal return charges, and whatever is
 * thrown gives back. A future decides when it completes, a publisher for each
 * subscription when that ends; its method runs when it is subscribed to. What must not
 * run is answered with an {@link io.escrowmint.model.EscrowMintException}.
 */
public final class PlainMetering {

	private final MeteringSessions sessions;

	/**
	 * Creates the runner.
	 * @param sessions holds and settles
	 */
	public PlainMetering(MeteringSessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Runs a call, or throws why it must not run. Waits for the store, unless the method
	 * returns a publisher.
	 * @param call the call
	 * @return what the method returned, or what stands for it
	 * @throws Throwable what the method throws, or why it must not run
	 */
	public @Nullable Object invoke(MeteredCall call) throws Throwable {
		List<Demand> demands = call.demands(new PlainFacts(call.method()));
		MeteringSession outer = current().orElse(null);
		if (demands.isEmpty() && (outer != null || !call.takesMetering())) {
			return call.proceed();
		}
		ReactiveAdapter adapter = publisher(call.method().getReturnType());
		if (adapter != null) {
			return new PublisherMetering(this.sessions, call, demands, outer, adapter).publisher();
		}
		if (outer == null) {
			return run(call, demands);
		}
		Turnstile.await(outer.admit(demands), call);
		return call.proceed();
	}

	private static Optional<MeteringSession> current() {
		return Metering.current()
			.filter(MeteringSession.class::isInstance)
			.map(MeteringSession.class::cast)
			.filter((session) -> session.isMetered() && !session.isEnded());
	}

	private @Nullable Object run(MeteredCall call, List<Demand> demands) throws Throwable {
		MeteringSession session = this.sessions.begin();
		Object result;
		try (MeteringScope scope = MeteringScope.open(session)) {
			Turnstile.await(session.admit(demands), call);
			result = call.proceed();
		}
		catch (Throwable ex) {
			settle(session, Ending.failed());
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			return new StageMetering(session, isSettledFirst()).settled(stage, call.method().getReturnType());
		}
		settle(session, Ending.returned());
		return result;
	}

	private void settle(MeteringSession session, Ending ending) {
		CompletionStage<Void> settled = session.end(ending);
		if (isSettledFirst()) {
			// Does not fail, and the store bounds the time.
			settled.toCompletableFuture().join();
		}
	}

	private boolean isSettledFirst() {
		return this.sessions.options().settle() == MeteringOptions.Settle.SYNC;
	}

	/**
	 * Returns what makes publishers of a type.
	 * @param type what a method returns
	 * @return {@code null} if that is no publisher
	 */
	static @Nullable ReactiveAdapter publisher(Class<?> type) {
		if (type.isPrimitive() || CompletionStage.class.isAssignableFrom(type)) {
			return null;
		}
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

}
