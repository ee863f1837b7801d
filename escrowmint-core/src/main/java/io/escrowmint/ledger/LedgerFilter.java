package io.escrowmint.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import io.escrowmint.model.EventType;
import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to read. Immutable.
 *
 * @param wallet the wallet; {@code null}: all wallets
 * @param types what happened; empty: everything
 * @param from the earliest time, inclusive; {@code null}: the beginning
 * @param until the time before which it happened, exclusive; {@code null}: the end
 */
public record LedgerFilter(@Nullable String wallet, Set<EventType> types, @Nullable Instant from,
		@Nullable Instant until) {

	/**
	 * Checks the times.
	 */
	public LedgerFilter {
		types = Set.copyOf(types);
		if (wallet != null && wallet.isEmpty()) {
			throw new InvalidRequestException("wallet", wallet, "must not be empty");
		}
		if (from != null && until != null && !from.isBefore(until)) {
			throw new InvalidRequestException("until", until, "must be after " + from);
		}
	}

	/**
	 * All entries of all wallets.
	 * @return the filter
	 */
	public static LedgerFilter all() {
		return new LedgerFilter(null, Set.of(), null, null);
	}

	/**
	 * All entries of a wallet.
	 * @param wallet the wallet
	 * @return the filter
	 */
	public static LedgerFilter of(String wallet) {
		return new LedgerFilter(wallet, Set.of(), null, null);
	}

	/**
	 * Only entries of some types.
	 * @param first a type
	 * @param more more types
	 * @return the filter
	 */
	public LedgerFilter types(EventType first, EventType... more) {
		Set<EventType> wanted = EnumSet.of(first);
		wanted.addAll(Arrays.asList(more));
		return new LedgerFilter(this.wallet, wanted, this.from, this.until);
	}

	/**
	 * Only entries from a time on, inclusive.
	 * @param time the time, by the clock of the store
	 * @return the filter
	 */
	public LedgerFilter from(Instant time) {
		return new LedgerFilter(this.wallet, this.types, time, this.until);
	}

	/**
	 * Only entries before a time.
	 * @param time the time, by the clock of the store
	 * @return the filter
	 */
	public LedgerFilter until(Instant time) {
		return new LedgerFilter(this.wallet, this.types, this.from, time);
	}

}
