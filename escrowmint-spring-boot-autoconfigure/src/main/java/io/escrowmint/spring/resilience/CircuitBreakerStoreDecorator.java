package io.escrowmint.spring.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.spring.actuate.StoreCircuits;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

/**
 * Fails calls at once while the store, or the partition of their wallet, does not answer,
 * as certainly not applied. The circuits are there twice, as the store has two lanes: a
 * full Redis refuses all that takes, and must go on to be asked for what gives back.
 * Refusals of a wallet are answers, and open nothing. Thread-safe.
 */
public final class CircuitBreakerStoreDecorator implements StoreDecorator, StoreCircuits {

	private final LaneCircuits taking;

	private final LaneCircuits giving;

	/**
	 * Creates the decorator.
	 * @param config of all circuits; which failures count is decided here
	 * @param crowd how many calls may wait for a silent store
	 * @param silence how long the store may say nothing while more of them wait
	 * @param partitions into how many partitions the wallets of the store are spread
	 */
	public CircuitBreakerStoreDecorator(CircuitBreakerConfig config, int crowd, Duration silence, int partitions) {
		Function<String, StoreCircuit> circuits = (name) -> new StoreCircuit(
				CircuitBreaker.of("escrowmint-" + name, config), new SilenceWatch(crowd, silence));
		this.taking = new LaneCircuits("taking", partitions, circuits);
		this.giving = new LaneCircuits("giving", partitions, circuits);
	}

	@Override
	public QuotaStore decorate(QuotaStore store) {
		return new Guarded(store);
	}

	@Override
	public Map<String, String> states() {
		Map<String, String> states = new TreeMap<>();
		this.giving.addStates(states);
		this.taking.addStates(states);
		return states;
	}

	private LaneCircuits circuits(Command<?> command) {
		boolean gives = command instanceof Commit || command instanceof Cancel || command instanceof ReportLease
				|| command instanceof ReleaseLease;
		return gives ? this.giving : this.taking;
	}

	private final class Guarded implements QuotaStore {

		private final QuotaStore store;

		Guarded(QuotaStore store) {
			this.store = store;
		}

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			return circuits(command).call(command.wallet(), () -> this.store.execute(command));
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return CircuitBreakerStoreDecorator.this.giving.call(query.wallet(), () -> this.store.query(query));
		}

	}

}
