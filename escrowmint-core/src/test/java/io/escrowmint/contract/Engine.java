package io.escrowmint.contract;

import java.time.Duration;
import java.time.Instant;

import io.escrowmint.store.EventLog;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.WalletRecovery;

/**
 * An engine under test, with a clock that only the test moves.
 * <p>
 * A new engine is empty (on a shared server it has a prefix of its own), its clock shows
 * {@link #START}, and its events are switched off.
 */
public interface Engine extends AutoCloseable {

	/** What the clock of a new engine shows. */
	Instant START = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * Returns the store.
	 * @return the store
	 */
	QuotaStore store();

	/**
	 * Returns what a sweeper would use.
	 * @return the expiry source
	 */
	ExpirySource expiry();

	/**
	 * Returns the events of the store.
	 * @return the events
	 */
	EventLog events();

	/**
	 * Moves the clock forward.
	 * @param time by how much, in whole milliseconds
	 */
	void advance(Duration time);

	/**
	 * Moves the clock back, as a bad time server would.
	 * @param time by how much, in whole milliseconds
	 */
	void setBack(Duration time);

	/**
	 * Returns what the clock shows.
	 * @return the time, in whole milliseconds
	 */
	Instant now();

	/**
	 * Returns what fences and rebuilds wallets.
	 * @return the recovery
	 */
	WalletRecovery recovery();

	@Override
	void close();

}
