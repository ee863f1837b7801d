package io.escrowmint.ledger;

import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the ledger. What it shows is what has landed: the store may be ahead by the lag
 * of the pump, and an entry that is there never changes. All methods block, are
 * thread-safe, and throw whatever unchecked exception the implementation has for a
 * database that cannot be reached.
 */
public interface Ledger {

	/**
	 * Returns a page of the statement of a wallet. Pages follow each other by key, so
	 * entries that land meanwhile neither shift nor repeat any.
	 * @param request the wallet, which entries, and where to go on
	 * @return the page; empty for a wallet that never landed
	 */
	StatementPage statement(StatementRequest request);

	/**
	 * Adds entries up.
	 * @param filter which entries
	 * @return what they add up to
	 * @throws ArithmeticException if a sum passes 2^63-1
	 */
	LedgerTotals totals(LedgerFilter filter);

	/**
	 * Returns what happened under an id, oldest first: one entry for an operation key,
	 * several for a reservation or a lease. Reads a thousand at most.
	 * @param wallet the wallet
	 * @param kind what the id names
	 * @param id the operation key, reservation or lease
	 * @return the entries, with their balances; empty if nothing has landed
	 */
	List<LedgerEntry> operation(String wallet, OperationKind kind, String id);

	/**
	 * Hands over entries one by one, wallet by wallet, oldest first, each once. They are
	 * read in pages, none is kept, and no transaction stays open, so the ledger may be of
	 * any size and the reader slow. Everything that had landed at the beginning is handed
	 * over; what lands meanwhile may be.
	 * @param filter which entries
	 * @param reader takes the entries; what it throws ends it
	 * @return how many entries
	 */
	long read(LedgerFilter filter, Consumer<LedgerEntry> reader);

	/**
	 * Writes entries as text, in the order and with the promises of
	 * {@link #read(LedgerFilter, Consumer)}.
	 * @param filter which entries
	 * @param format how
	 * @param out takes the text; neither flushed nor closed
	 * @return how many entries
	 * @throws java.io.UncheckedIOException if the text cannot be written
	 */
	default long export(LedgerFilter filter, LedgerFormat format, Appendable out) {
		LedgerWriter writer = new LedgerWriter(out, format);
		writer.begin();
		return read(filter, writer::write);
	}

}
