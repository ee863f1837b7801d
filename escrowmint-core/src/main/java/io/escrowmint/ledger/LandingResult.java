package io.escrowmint.ledger;

import java.util.List;

/**
 * What became of a {@link Landing}.
 */
public sealed interface LandingResult {

	/**
	 * Returns the partition.
	 * @return the partition
	 */
	int partition();

	/**
	 * Everything is in the ledger, or set aside because the database refuses it, and
	 * committed.
	 *
	 * @param position where the partition stands now
	 * @param events events that were new
	 * @param repeats events that the ledger had already
	 * @param refused events that were set aside: what the database refuses, and what came
	 * after that of the same wallets
	 * @param findings what was wrong
	 */
	record Landed(LedgerPosition position, int events, int repeats, int refused,
			List<LedgerFinding> findings) implements LandingResult {

		public Landed {
			findings = List.copyOf(findings);
		}

		@Override
		public int partition() {
			return this.position.partition();
		}

	}

	/**
	 * Another process lands this partition, or has since the frames were read. Nothing
	 * was changed.
	 *
	 * @param partition the partition
	 */
	record Elsewhere(int partition) implements LandingResult {

	}

	/**
	 * The database refuses these frames and will not have them set aside either. Nothing
	 * of this partition was changed; the other partitions have landed.
	 *
	 * @param partition the partition
	 * @param cause what the database said
	 */
	record Refused(int partition, RuntimeException cause) implements LandingResult {

	}

}
