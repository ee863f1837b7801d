package io.escrowmint.spring.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

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
 * Fails calls at once while the store does not answer, as certainly not applied. Two
 * circuits, as the store has two lanes: a full Redis refuses all that takes, and must go
 * on to be asked for what gives back. Refusals of a wallet are answers, and open nothing.
 * Thread-safe.
 */
public final class CircuitBreakerStoreDecorator implements StoreDecorator, StoreCircuits {

	private final StoreCircuit taking;

	private final StoreCircuit giving;

	/**
	 * Creates the decorator.
	 * @param config of both circuits; which failures count is decided here
	 * @param crowd how many calls may wait for a silent store
	 * @param silence how long the store may say nothing while more of them wait
	 */
	public CircuitBreakerStoreDecorator(CircuitBreakerConfig config, int crowd, Duration silence) {
		this.taking = new StoreCircuit(CircuitBreaker.of("escrowmint-taking", config),
				new SilenceWatch(crowd, silence));
		this.giving = new StoreCircuit(CircuitBreaker.of("escrowmint-giving", config),
				new SilenceWatch(crowd, silence));
	}

	@Override
	public QuotaStore decorate(QuotaStore store) {
		return new Guarded(store);
	}

	@Override
	public Map<String, String> states() {
		Map<String, String> states = new TreeMap<>();
		states.put("giving", this.giving.state());
		states.put("taking", this.taking.state());
		return states;
	}

	private StoreCircuit circuit(Command<?> command) {
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
			return circuit(command).call(() -> this.store.execute(command));
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return CircuitBreakerStoreDecorator.this.giving.call(() -> this.store.query(query));
		}

	}

}
