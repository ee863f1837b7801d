package io.escrowmint.spring.observation;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.spring.metrics.OperationNames;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes every operation of the store, as a child of what its caller observes. Hands
 * the store's own stage on. A failure to observe is never a failure of the operation.
 * Thread-safe.
 */
public final class ObservedStoreDecorator implements StoreDecorator {

	private final ObservationRegistry registry;

	private final StoreOperationConvention convention;

	/**
	 * Creates the decorator.
	 * @param registry hears of observations
	 * @param convention names and tags them
	 */
	public ObservedStoreDecorator(ObservationRegistry registry, StoreOperationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public QuotaStore decorate(QuotaStore store) {
		return new Observed(store);
	}

	private <R> CompletionStage<R> observed(StoreOperationContext context, Supplier<CompletionStage<R>> store) {
		Observation observation = Quiet.start(() -> Observation.createNotStarted(this.convention,
				StoreOperationConvention.DEFAULT, () -> context, this.registry));
		CompletionStage<R> stage;
		try {
			stage = store.get();
		}
		catch (RuntimeException ex) {
			stop(observation, context, null, ex);
			throw ex;
		}
		stage.whenComplete((answer, failure) -> stop(observation, context, answer, failure));
		return stage;
	}

	private static void stop(Observation observation, StoreOperationContext context, @Nullable Object answer,
			@Nullable Throwable failure) {
		if (failure != null) {
			context.end(OperationNames.failure(failure));
			observation.error((failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure);
		}
		else if (answer != null) {
			context.end(OperationNames.outcome(answer));
		}
		Quiet.run(observation::stop);
	}

	private final class Observed implements QuotaStore {

		private final QuotaStore store;

		Observed(QuotaStore store) {
			this.store = store;
		}

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			return observed(new StoreOperationContext(OperationNames.of(command), command.trace().requestId()),
					() -> this.store.execute(command));
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return observed(new StoreOperationContext(OperationNames.of(query), null), () -> this.store.query(query));
		}

	}

}
