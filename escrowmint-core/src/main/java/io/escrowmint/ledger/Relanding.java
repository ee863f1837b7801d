package io.escrowmint.ledger;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a try to land entries that the database had refused.
 *
 * @param events entries that are new in the ledger, or would be
 * @param repeats entries that the ledger had already
 * @param left entries that still wait
 * @param findings what does not fit the ledger
 * @param refusal what the database says to the next entry; {@code null} if it refuses
 * none, or was not asked because another process tries this wallet right now
 */
public record Relanding(int events, int repeats, long left, List<LedgerFinding> findings,
		LedgerFinding.@Nullable Refusal refusal) {

	public Relanding {
		findings = List.copyOf(findings);
	}

	/**
	 * Tells whether something was moved from the refused entries to the ledger.
	 * @return whether any entry was landed or found to be a repeat or a divergence
	 */
	public boolean hasMoved() {
		return this.events + this.repeats + this.findings.size() > 0;
	}

}
