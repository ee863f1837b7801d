package io.escrowmint.ledger;

import java.util.List;

/**
 * What the ledger would say of a wallet if the database took the entries that it refuses.
 *
 * @param refused the wallet, and what the database said
 * @param wallet the last state that the wallet would have
 * @param entries the entries that would be new
 * @param divergences the entries that would contradict the ledger
 */
public record LedgerPreview(RefusedWallet refused, LedgerWallet wallet, List<LedgerEntry> entries,
		List<LedgerFinding.Divergence> divergences) {

	public LedgerPreview {
		entries = List.copyOf(entries);
		divergences = List.copyOf(divergences);
	}

}
