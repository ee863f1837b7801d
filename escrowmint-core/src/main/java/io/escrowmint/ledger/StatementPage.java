package io.escrowmint.ledger;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the statement of a wallet.
 *
 * @param entries the entries, with their open holds and leases
 * @param next after which entry the next page begins; {@code null}: there is no more now
 */
public record StatementPage(List<LedgerEntry> entries, @Nullable LedgerKey next) {

	/**
	 * Keeps a copy.
	 */
	public StatementPage {
		entries = List.copyOf(entries);
	}

}
