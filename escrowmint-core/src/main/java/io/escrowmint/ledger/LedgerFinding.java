package io.escrowmint.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Something in the stream that does not fit the ledger. Landing goes on for all other
 * wallets, and for this one too unless the database refuses its entries.
 */
public sealed interface LedgerFinding {

	/**
	 * Returns the entry that did not fit.
	 * @return the entry
	 */
	LedgerEntry arrived();

	/**
	 * Returns the wallet.
	 * @return the wallet
	 */
	default String wallet() {
		return arrived().event().wallet();
	}

	/**
	 * The store contradicts the ledger. The ledger keeps what it had; what arrived lies
	 * among the divergences. After a failover that lost writes this is what a numbering
	 * that began anew looks like.
	 *
	 * @param arrived what came
	 * @param landed what the ledger has under the same number, if it has anything there
	 * @param reason why it is a divergence
	 */
	record Divergence(LedgerEntry arrived, @Nullable LedgerEntry landed, Reason reason) implements LedgerFinding {

		/**
		 * Why an event is a divergence.
		 */
		public enum Reason {

			/** The ledger has something else under the same number. */
			OTHER_CONTENT,

			/** It follows a divergence under the same epoch. */
			AFTER_DIVERGENCE,

			/** It belongs to a life of the wallet that is over. */
			OLD_EPOCH

		}

	}

	/**
	 * Events are missing before this one. It has landed.
	 *
	 * @param arrived what came
	 * @param before the wallet before it, {@code null} if the ledger did not know it
	 */
	record Gap(LedgerEntry arrived, @Nullable LedgerWallet before) implements LedgerFinding {

	}

	/**
	 * The number follows, but the figures do not: somebody changed the wallet in between.
	 * It has landed.
	 *
	 * @param arrived what came
	 * @param before the wallet before it
	 */
	record Break(LedgerEntry arrived, LedgerWallet before) implements LedgerFinding {

	}

	/**
	 * The database refuses an entry for good: for a value that it cannot keep, a
	 * constraint or a trigger. It has not landed; it is set aside in full, and so is
	 * whatever comes of its wallet, until the database takes it.
	 *
	 * @param arrived what is refused, or the first entry of what is
	 * @param sqlState what the database called it, if it called it anything
	 * @param message what the database said, shortened; may name values of the row
	 */
	record Refusal(LedgerEntry arrived, @Nullable String sqlState, String message) implements LedgerFinding {

	}

}
