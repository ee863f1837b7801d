package io.escrowmint.metering;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what calls would have cost with what their wallets have, less what was charged
 * to them here as a shadow. Never makes a call wait, and asks the store at most
 * {@value #ASKED_AT_ONCE} things at once. Thread-safe.
 */
final class ShadowLedger {

	private static final Logger logger = LoggerFactory.getLogger(ShadowLedger.class);

	private static final int ASKED_AT_ONCE = 1_000;

	private static final int WALLETS = 100_000;

	private final QuotaStore store;

	private final MeteringListener listener;

	private final AtomicInteger asked = new AtomicInteger();

	/** Charged here; the wallets that were used longest ago are forgotten. */
	private final Map<String, Long> charged = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > WALLETS;
		}

	};

	ShadowLedger(QuotaStore store, MeteringListener listener) {
		this.store = store;
		this.listener = listener;
	}

	/**
	 * Asks whether a demand would be met.
	 * @param demand the demand
	 * @param maxCost what a call may cost
	 * @return the reason for which it would not, empty if it would; does not fail
	 */
	CompletableFuture<String> ask(Demand demand, long maxCost) {
		String wallet = demand.wallet();
		if (demand.cost() > maxCost) {
			return CompletableFuture.completedFuture("cost_exceeds_limit");
		}
		if (wallet == null) {
			return CompletableFuture.completedFuture((demand.cost() > 0) ? "wallet_required" : "");
		}
		if (demand.cost() == 0) {
			return CompletableFuture.completedFuture("");
		}
		if (this.asked.get() >= ASKED_AT_ONCE) {
			return CompletableFuture.completedFuture("not_compared");
		}
		return query(wallet, demand.cost());
	}

	private CompletableFuture<String> query(String wallet, long cost) {
		this.asked.incrementAndGet();
		try {
			return this.store.query(new Query.OfWallet(wallet)).handle((state, failure) -> {
				this.asked.decrementAndGet();
				if (failure != null) {
					return "unavailable";
				}
				return (state.available() - charged(wallet) >= cost) ? "" : "insufficient_credits";
			}).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			this.asked.decrementAndGet();
			return CompletableFuture
				.completedFuture((ex instanceof InvalidRequestException) ? "wallet_required" : "unavailable");
		}
	}

	private long charged(String wallet) {
		synchronized (this.charged) {
			return this.charged.getOrDefault(wallet, 0L);
		}
	}

	/**
	 * Counts a call that has ended.
	 * @param hold what it said of its use
	 * @param how how it ended
	 * @param verdict what {@link #ask} found
	 */
	void book(MeteredHold hold, Ending how, CompletableFuture<String> verdict) {
		Demand demand = hold.demand();
		long amount = hold.shadowCharge(how);
		verdict.thenAccept((refused) -> {
			if (!refused.isEmpty()) {
				tell("refused_" + refused, demand.cost());
			}
			else if (amount < 0) {
				tell("canceled", demand.cost());
			}
			else {
				if (demand.wallet() != null && amount > 0) {
					synchronized (this.charged) {
						this.charged.merge(demand.wallet(), amount, Long::sum);
					}
				}
				tell("charged", amount);
			}
		});
	}

	private void tell(String verdict, long cost) {
		this.listener.shadowed(verdict, cost);
		logger.atInfo()
			.addKeyValue("verdict", verdict)
			.addKeyValue("cost", cost)
			.log("Metering in the shadow: {}, {} credits", verdict, cost);
	}

}
