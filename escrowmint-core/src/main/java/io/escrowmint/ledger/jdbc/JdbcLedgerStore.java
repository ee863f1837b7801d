package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.escrowmint.ledger.ForeignLedgerException;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.LedgerSchemaException;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.RefusedEntries;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger in the tables of {@code schema-v1-*.sql}. All that it writes has
 * transactions of its own, whatever transaction the caller is in. Failures are Spring's
 * {@code DataAccessException}s. Thread-safe.
 */
public final class JdbcLedgerStore implements LedgerStore {

	/** The version of the tables that this class needs. */
	public static final int SCHEMA_VERSION = 1;

	/** What the names of all tables begin with, unless told otherwise. */
	public static final String TABLE_PREFIX = "escrowmint_";

	private static final int TIMEOUT_SECONDS = 30;

	private final DataSource dataSource;

	private final LedgerTables tables;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final RefusedEntries refused;

	private volatile @Nullable LedgerStatements statements;

	/**
	 * Creates a store. The database is not asked anything yet.
	 * @param dataSource the database
	 * @param tablePrefix what the names of all tables begin with
	 */
	public JdbcLedgerStore(DataSource dataSource, String tablePrefix) {
		this.dataSource = dataSource;
		this.tables = new LedgerTables(tablePrefix);
		this.jdbc = new JdbcTemplate(dataSource);
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transactions.setTimeout(TIMEOUT_SECONDS);
		this.refused = new JdbcRefusedEntries(this.jdbc, this.tables, this.transactions, this::statements);
	}

	@Override
	public void check() {
		Integer version;
		try {
			version = this.jdbc.queryForObject("select max(version) from " + this.tables.schema(), Integer.class);
		}
		catch (InvalidDataAccessResourceUsageException ex) {
			throw new LedgerSchemaException(SCHEMA_VERSION, 0, ex);
		}
		if (version == null || version < SCHEMA_VERSION) {
			throw new LedgerSchemaException(SCHEMA_VERSION, (version != null) ? version : 0, null);
		}
	}

	@Override
	public void claim(String store) {
		String owner = owner();
		if (owner == null) {
			try {
				inTransaction((status) -> this.jdbc
					.update("insert into " + this.tables.store() + " (place, name) values (1, ?)", store));
			}
			catch (DuplicateKeyException ex) {
				// another process was faster
			}
			owner = owner();
		}
		if (!store.equals(owner)) {
			throw new ForeignLedgerException(this.tables.store(), String.valueOf(owner), store);
		}
	}

	private @Nullable String owner() {
		return this.jdbc.queryForList("select name from " + this.tables.store(), String.class)
			.stream()
			.findFirst()
			.orElse(null);
	}

	@Override
	public void open(String source, int partitions) {
		List<PositionRow> missing = missing(source, partitions);
		for (int attempt = 0; !missing.isEmpty(); attempt++) {
			List<PositionRow> rows = missing;
			try {
				inTransaction((status) -> {
					statements().insertPositions.write(this.jdbc, rows);
					return rows;
				});
				return;
			}
			catch (DuplicateKeyException ex) {
				if (attempt == partitions) {
					throw ex;
				}
				missing = missing(source, partitions);
			}
		}
	}

	private List<PositionRow> missing(String source, int partitions) {
		Set<Integer> known = new HashSet<>();
		positions(source).forEach((position) -> known.add(position.partition()));
		return IntStream.range(0, partitions)
			.filter((partition) -> !known.contains(partition))
			.mapToObj((partition) -> new PositionRow(source, new LedgerPosition(partition, LedgerPosition.BEGINNING, 0),
					now()))
			.toList();
	}

	@Override
	public List<LedgerPosition> positions(String source) {
		return this.jdbc.query("select " + LedgerStatements.names(PositionRow.COLUMNS) + " from "
				+ this.tables.positions() + " where source = ? order by partition_no",
				(row, number) -> PositionRow.read(row), source);
	}

	@Override
	public List<LandingResult> land(String source, List<Landing> landings) {
		try {
			return inTransaction((status) -> lander(source).land(landings));
		}
		catch (RuntimeException ex) {
			if (Objection.of(ex) == null) {
				throw ex;
			}
			return landings.stream().map((landing) -> landWithoutRefused(source, landing)).toList();
		}
	}

	private LandingResult landWithoutRefused(String source, Landing landing) {
		try {
			return inTransaction((status) -> lander(source).landWithoutRefused(landing, status));
		}
		catch (RuntimeException ex) {
			if (Objection.of(ex) == null) {
				throw ex;
			}
			return new LandingResult.Refused(landing.partition(), ex);
		}
	}

	private Lander lander(String source) {
		return new Lander(this.jdbc, statements(), source, now());
	}

	// By more than a few landings, and never by the same: a database that has gone back
	// behind some would come to a fence again that somebody knows.
	@Override
	public void retract(String source, int partition) {
		int step = ThreadLocalRandom.current().nextInt(1 << 10, 1 << 20);
		inTransaction((status) -> this.jdbc.update(
				"update " + this.tables.positions() + " set fence = fence + ? where source = ? and partition_no = ?",
				step, source, partition));
	}

	@Override
	public Optional<LedgerWallet> wallet(String wallet) {
		return statements().wallets.read(this.jdbc, List.of(wallet)).stream().findFirst();
	}

	@Override
	public List<LedgerWallet> wallets(String after, int limit) {
		return this.jdbc.query(
				"select " + LedgerStatements.names(WalletRow.COLUMNS) + " from " + this.tables.wallets()
						+ " where wallet > ? order by wallet limit ?",
				(row, number) -> WalletRow.read(row), after, limit);
	}

	@Override
	public List<LedgerEntry> entries(String wallet, LedgerKey after, int limit) {
		List<LedgerEntry> entries = this.jdbc.query(
				"select " + LedgerStatements.names(EntryRow.COLUMNS) + " from " + this.tables.entries()
						+ " where wallet = ? and epoch >= ? and (epoch > ? or seq > ?)"
						+ " order by wallet, epoch, seq limit ?",
				(row, number) -> EntryRow.read(row), wallet, after.epoch(), after.epoch(), after.seq(), limit);
		return statements().withClaims(this.jdbc, entries);
	}

	@Override
	public List<Divergence> divergences(String wallet, int offset, int limit) {
		return this.jdbc.query(
				"select " + LedgerStatements.names(DivergenceRow.COLUMNS) + " from " + this.tables.divergences()
						+ " where wallet = ? order by epoch, seq, digest limit ? offset ?",
				(row, number) -> DivergenceRow.read(row), wallet, limit, offset);
	}

	@Override
	public RefusedEntries refused() {
		return this.refused;
	}

	private LedgerStatements statements() {
		LedgerStatements known = this.statements;
		if (known == null) {
			known = new LedgerStatements(this.tables, dialect());
			this.statements = known;
		}
		return known;
	}

	private LedgerDialect dialect() {
		try {
			return LedgerDialect.of(this.dataSource);
		}
		catch (MetaDataAccessException ex) {
			throw new DataAccessResourceFailureException("The database does not say what it is", ex);
		}
	}

	private <T> T inTransaction(TransactionCallback<T> action) {
		return Objects.requireNonNull(this.transactions.execute(action));
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

}
