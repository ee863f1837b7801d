package io.escrowmint.spring.metrics;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Times every operation of the store, by operation and outcome, as
 * {@code escrowmint.operations}. Hands the store's own stage on. Thread-safe.
 */
public final class TimedStoreDecorator implements StoreDecorator {

	private static final String NAME = "escrowmint.operations";

	private final MeterRegistry registry;

	private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

	/**
	 * Creates the decorator.
	 * @param registry keeps the timers
	 */
	public TimedStoreDecorator(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public QuotaStore decorate(QuotaStore store) {
		return new Timed(store);
	}

	private <R> CompletionStage<R> timed(String operation, Supplier<CompletionStage<R>> store) {
		long begin = System.nanoTime();
		CompletionStage<R> stage;
		try {
			stage = store.get();
		}
		catch (RuntimeException ex) {
			record(operation, begin, null, ex);
			throw ex;
		}
		stage.whenComplete((answer, failure) -> record(operation, begin, answer, failure));
		return stage;
	}

	private void record(String operation, long begin, @Nullable Object answer, @Nullable Throwable failure) {
		String outcome = (failure != null || answer == null)
				? ((failure != null) ? OperationNames.failure(failure) : "error") : OperationNames.outcome(answer);
		this.timers.computeIfAbsent(new Key(operation, outcome), this::timer)
			.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
	}

	private Timer timer(Key key) {
		return Timer.builder(NAME)
			.description("Operations of the credits store")
			.tag("operation", key.operation)
			.tag("outcome", key.outcome)
			.register(this.registry);
	}

	private record Key(String operation, String outcome) {

	}

	private final class Timed implements QuotaStore {

		private final QuotaStore store;

		Timed(QuotaStore store) {
			this.store = store;
		}

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			return timed(OperationNames.of(command), () -> this.store.execute(command));
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return timed(OperationNames.of(query), () -> this.store.query(query));
		}

	}

}
