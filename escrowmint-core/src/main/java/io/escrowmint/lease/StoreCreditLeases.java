package io.escrowmint.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

import io.escrowmint.store.QuotaStore;

/**
 * Leases of wallets in a store.
 */
public final class StoreCreditLeases implements CreditLeases {

	/**
	 * Creates leases that are not used until they are started.
	 * @param store grants them; closed by whoever made it, after these leases
	 * @param options how they are made
	 * @param listener hears what happens to them
	 */
	public StoreCreditLeases(QuotaStore store, LeaseOptions options, LeaseListener listener) {
	}

	@Override
	public boolean consume(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<LeaseConsumption> consumeAsync(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LeaseCheck check(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<LeaseCheck> checkAsync(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isLeasable(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> prewarm(Collection<String> wallets) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean prewarm(Collection<String> wallets, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LeaseBalance balance(String wallet) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<LeaseBalance> authoritativeBalance(String wallet) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LeaseExposure exposure() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void start() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean drain(Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isRunning() {
		throw new UnsupportedOperationException();
	}

}
