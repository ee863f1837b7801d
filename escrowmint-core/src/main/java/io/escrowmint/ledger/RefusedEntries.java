package io.escrowmint.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The entries that the database refuses for good: for a value that it cannot keep, a
 * constraint or a trigger.
 * <p>
 * They are set aside in full, in the transaction that moves the position of their
 * partition, so that their wallet waits alone. Whatever comes of that wallet later is set
 * aside behind them: its entries land in order, and never over a gap. They leave in the
 * transaction that lands them, each exactly once. All methods block, and are thread-safe.
 */
public interface RefusedEntries {

	/**
	 * Returns how many entries wait, refused ones and those behind them.
	 * @return the number
	 */
	long count();

	/**
	 * Tells whether nothing waits, without counting.
	 * @return whether there is nothing
	 */
	default boolean isEmpty() {
		return wallets("", 1).isEmpty();
	}

	/**
	 * Returns wallets that have such entries, in the order of their names, whatever order
	 * that is in the database.
	 * @param after the name after which to begin; empty: the beginning
	 * @param limit how many at most
	 * @return the wallets, empty at the end
	 */
	List<RefusedWallet> wallets(String after, int limit);

	/**
	 * Returns what the ledger would say of a wallet if its refused entries had landed.
	 * What lands of them meanwhile is missing in neither this nor what is read from the
	 * ledger afterwards.
	 * @param wallet the wallet
	 * @return the preview, empty if no entries of the wallet are refused
	 */
	Optional<LedgerPreview> preview(String wallet);

	/**
	 * Tries to land the refused entries of a wallet, oldest first, up to the first that
	 * is still refused; a bounded number at once. What lands has left the refused entries
	 * in the same transaction. What does not fit is returned, and told to no listener.
	 * @param wallet the wallet
	 * @param dryRun whether nothing is to be kept of it
	 * @return what became of it
	 */
	Relanding reland(String wallet, boolean dryRun);

}
