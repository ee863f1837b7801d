package io.escrowmint.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Where the entries of the ledger lie.
 * <p>
 * Landing is atomic: entries, the last state of their wallets and the positions of all
 * landed partitions are committed together or not at all. It is exactly once by two
 * means: of two processes that land the same frames one succeeds, and an event whose
 * (wallet, epoch, seq) the ledger has already is compared and not written again. All
 * methods block, and are thread-safe. A database that cannot be reached is whatever
 * unchecked exception the implementation throws; nothing has changed then, unless the
 * answer of the commit was lost, which a repetition finds out.
 */
public interface LedgerStore {

	/**
	 * Checks that the tables are there.
	 * @throws LedgerSchemaException if they are missing or too old
	 */
	void check();

	/**
	 * Makes this the ledger of a store, if it is no store's yet. Two stores in one ledger
	 * would each find the wallets of the other lost, and rebuild them: credits that can
	 * be spent twice. Idempotent; of several stores the first succeeds, for good.
	 * @param store the name of the store
	 * @throws ForeignLedgerException if it is another store's
	 */
	void claim(String store);

	/**
	 * Makes the partitions of a source known. A known partition keeps its position.
	 * @param source name of what is landed
	 * @param partitions how many partitions it has
	 */
	void open(String source, int partitions);

	/**
	 * Returns how far the partitions of a source have landed.
	 * @param source name of what is landed
	 * @return the positions, by partition
	 */
	List<LedgerPosition> positions(String source);

	/**
	 * Lands frames of some partitions of a source, in one transaction. A wallet whose
	 * entries the database refuses for good keeps no other from landing: its entries are
	 * set aside, and the position moves on. What the database may take the next time is
	 * never set aside.
	 * @param source name of what is landed
	 * @param landings at most one per partition, one or more
	 * @return what became of each, in the same order
	 */
	List<LandingResult> land(String source, List<Landing> landings);

	/**
	 * Sees that nothing lands any more that was read from a partition until now: waits
	 * for a landing under way, and lets every other find that more has happened since.
	 * What is read afterwards lands as always.
	 * @param source name of what is landed
	 * @param partition the partition
	 */
	void retract(String source, int partition);

	/**
	 * Returns what the ledger knows of a wallet.
	 * @param wallet the wallet
	 * @return its last state, empty if it never landed
	 */
	Optional<LedgerWallet> wallet(String wallet);

	/**
	 * Returns wallets in the order of their names, whatever order that is in the
	 * database.
	 * @param after the name after which to begin; empty: the beginning
	 * @param limit how many at most
	 * @return the wallets, empty at the end
	 */
	List<LedgerWallet> wallets(String after, int limit);

	/**
	 * Returns the entries of a wallet in order, from oldest to newest.
	 * @param wallet the wallet
	 * @param after the number after which to begin
	 * @param limit how many at most
	 * @return the entries, with their open holds and leases; empty at the end
	 */
	List<LedgerEntry> entries(String wallet, LedgerKey after, int limit);

	/**
	 * Returns what arrived of a wallet and contradicts the ledger, in order.
	 * @param wallet the wallet
	 * @param offset how many to skip
	 * @param limit how many at most
	 * @return the divergences, without what the ledger has instead and without open holds
	 */
	List<LedgerFinding.Divergence> divergences(String wallet, int offset, int limit);

	/**
	 * Returns the entries that the database refuses.
	 * @return what is set aside
	 */
	RefusedEntries refused();

}
