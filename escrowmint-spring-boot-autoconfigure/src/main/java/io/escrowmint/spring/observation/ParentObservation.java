package io.escrowmint.spring.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import reactor.util.context.ContextView;

/**
 * What a reactive caller observes. It lies in Reactor's context, and on the thread only
 * where context is propagated automatically.
 */
public final class ParentObservation {

	/** Where Micrometer keeps the observation in Reactor's context. */
	private static final String KEY = "micrometer.observation";

	private ParentObservation() {
	}

	/**
	 * Runs a step with the observation of a context as the current one, so that what the
	 * step observes is a child of it.
	 * @param context the context of the subscriber
	 * @param step the step
	 * @param <T> type of its result
	 * @return the result
	 */
	public static <T> T of(ContextView context, Supplier<T> step) {
		if (!(context.getOrDefault(KEY, null) instanceof Observation parent)) {
			return step.get();
		}
		try (Observation.Scope scope = Quiet.scope(parent)) {
			return step.get();
		}
	}

}
