package io.escrowmint.ledger;

import java.time.Instant;

import io.escrowmint.model.EventType;
import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the statement of a wallet. Immutable.
 *
 * @param filter the wallet, and which of its entries
 * @param newestFirst whether the newest entry comes first
 * @param after the last entry of the page before; {@code null}: the first page
 * @param limit how many entries at most, 1 to 1,000
 */
public record StatementRequest(LedgerFilter filter, boolean newestFirst, @Nullable LedgerKey after, int limit) {

	/** The largest page. */
	public static final int MAX_LIMIT = 1_000;

	/**
	 * Checks the parts.
	 */
	public StatementRequest {
		if (filter.wallet() == null) {
			throw new InvalidRequestException("wallet", "", "a statement is of one wallet");
		}
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new InvalidRequestException("limit", limit, "must be 1 to " + MAX_LIMIT);
		}
	}

	/**
	 * The first 100 entries of a wallet, oldest first.
	 * @param wallet the wallet
	 * @return the request
	 */
	public static StatementRequest of(String wallet) {
		return new StatementRequest(LedgerFilter.of(wallet), false, null, 100);
	}

	/**
	 * Only entries of some types.
	 * @param first a type
	 * @param more more types
	 * @return the request
	 */
	public StatementRequest types(EventType first, EventType... more) {
		return with(this.filter.types(first, more));
	}

	/**
	 * Only entries from a time on, inclusive.
	 * @param time the time
	 * @return the request
	 */
	public StatementRequest from(Instant time) {
		return with(this.filter.from(time));
	}

	/**
	 * Only entries before a time.
	 * @param time the time
	 * @return the request
	 */
	public StatementRequest until(Instant time) {
		return with(this.filter.until(time));
	}

	/**
	 * The newest entry first.
	 * @return the request
	 */
	public StatementRequest backwards() {
		return new StatementRequest(this.filter, true, this.after, this.limit);
	}

	/**
	 * Goes on after a page.
	 * @param last {@link StatementPage#next()} of that page
	 * @return the request
	 */
	public StatementRequest after(LedgerKey last) {
		return new StatementRequest(this.filter, this.newestFirst, last, this.limit);
	}

	/**
	 * Pages of another size.
	 * @param entries how many entries at most
	 * @return the request
	 */
	public StatementRequest limit(int entries) {
		return new StatementRequest(this.filter, this.newestFirst, this.after, entries);
	}

	private StatementRequest with(LedgerFilter other) {
		return new StatementRequest(other, this.newestFirst, this.after, this.limit);
	}

}
