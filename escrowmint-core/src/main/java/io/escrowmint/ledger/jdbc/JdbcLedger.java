package io.escrowmint.ledger.jdbc;

import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.escrowmint.ledger.Ledger;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFilter;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerTotals;
import io.escrowmint.ledger.OperationKind;
import io.escrowmint.ledger.StatementPage;
import io.escrowmint.ledger.StatementRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the ledger from the tables of {@code schema-v1-*.sql}. Every page is a statement
 * of its own, which uses the primary key or the index on wallet and time. Failures are
 * Spring's {@code DataAccessException}s. Thread-safe.
 */
public final class JdbcLedger implements Ledger {

	private static final int PAGE = StatementRequest.MAX_LIMIT;

	private final JdbcTemplate jdbc;

	private final EntryQueries queries;

	private final int page;

	/**
	 * Creates a reader. The database is not asked anything yet.
	 * @param dataSource the database
	 * @param tablePrefix what the names of all tables begin with
	 */
	public JdbcLedger(DataSource dataSource, String tablePrefix) {
		this(dataSource, tablePrefix, PAGE);
	}

	/**
	 * Creates a reader.
	 * @param page how many entries lie in memory at most while all are read
	 */
	JdbcLedger(DataSource dataSource, String tablePrefix, int page) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.queries = new EntryQueries(this.jdbc, dataSource, new LedgerTables(tablePrefix));
		this.page = page;
	}

	@Override
	public StatementPage statement(StatementRequest request) {
		Condition condition = new Condition().fits(request.filter());
		if (request.after() != null) {
			condition = request.newestFirst() ? condition.before(request.after()) : condition.after(request.after());
		}
		List<LedgerEntry> entries = this.queries.entries(condition, request.newestFirst(), request.limit() + 1);
		if (entries.size() <= request.limit()) {
			return new StatementPage(entries, null);
		}
		List<LedgerEntry> page = entries.subList(0, request.limit());
		return new StatementPage(page, page.get(page.size() - 1).key());
	}

	@Override
	public LedgerTotals totals(LedgerFilter filter) {
		return this.queries.totals(new Condition().fits(filter));
	}

	@Override
	public List<LedgerEntry> operation(String wallet, OperationKind kind, String id) {
		return this.queries.entries(new Condition().fits(LedgerFilter.of(wallet)).names(kind, id), false, PAGE);
	}

	@Override
	public long read(LedgerFilter filter, Consumer<LedgerEntry> reader) {
		long read = 0;
		LedgerEntry last = null;
		for (List<LedgerEntry> page = page(filter, null); !page.isEmpty(); page = page(filter, last)) {
			page.forEach(reader);
			read += page.size();
			last = page.get(page.size() - 1);
		}
		return read;
	}

	// The rest of the last wallet, and only then the wallets behind it: two short ranges
	// of
	// the primary key, where one condition for both would read from its beginning.
	private List<LedgerEntry> page(LedgerFilter filter, @Nullable LedgerEntry last) {
		if (last == null) {
			return this.queries.entries(new Condition().fits(filter), false, this.page);
		}
		String wallet = last.event().wallet();
		LedgerKey key = last.key();
		List<LedgerEntry> rest = this.queries.entries(new Condition().fits(filter).ofWallet(wallet).after(key), false,
				this.page);
		if (!rest.isEmpty() || filter.wallet() != null) {
			return rest;
		}
		return this.queries.entries(new Condition().fits(filter).behindWallet(wallet), false, this.page);
	}

}
