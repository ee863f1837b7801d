package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.jdbc.Aside.Last;
import io.escrowmint.ledger.jdbc.Lander.Locked;
import io.escrowmint.ledger.jdbc.LedgerDialect.Upsert;
import io.escrowmint.ledger.jdbc.Triage.EntryId;
import io.escrowmint.model.WalletEvent.Claim;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Everything that a landing says to the database.
 */
final class LedgerStatements {

	final RowWriter<LedgerEntry> insertEntries;

	final RowWriter<ClaimRow> insertClaims;

	final RowWriter<LedgerWallet> putWallets;

	final RowWriter<PositionRow> insertPositions;

	final RowWriter<PositionRow> putPositions;

	final RowWriter<Divergence> putDivergences;

	final RowWriter<RefusedRow> insertRefused;

	/** Skips what another landing has locked. */
	final KeyedRead<PositionRow, Locked> lockPositions;

	/** The last place of wallets that have something set aside. */
	final KeyedRead<String, Last> refusedPlaces;

	/** What is set aside under some numbers, as digests. */
	final KeyedRead<EntryId, String> refusedDigests;

	final @Nullable String immediateConstraints;

	final KeyedRead<String, LedgerWallet> wallets;

	final KeyedRead<EntryId, LedgerEntry> entries;

	final KeyedRead<EntryId, ClaimRow> claims;

	LedgerStatements(LedgerTables tables, LedgerDialect dialect) {
		this.insertEntries = insert(dialect, tables.entries(), EntryRow.COLUMNS, EntryRow::bind);
		this.insertClaims = insert(dialect, tables.claims(), ClaimRow.COLUMNS, ClaimRow::bind);
		this.putWallets = dialect.writer(dialect.upsert(tables.wallets(), WalletRow.KEY, WalletRow.COLUMNS),
				WalletRow.COLUMNS, WalletRow::bind);
		this.insertPositions = insert(dialect, tables.positions(), PositionRow.COLUMNS, PositionRow::bind);
		this.putPositions = dialect.writer(dialect.upsert(tables.positions(), PositionRow.KEY, PositionRow.COLUMNS),
				PositionRow.COLUMNS, PositionRow::bind);
		this.putDivergences = dialect.writer(
				dialect.upsert(tables.divergences(), DivergenceRow.KEY, DivergenceRow.COLUMNS), DivergenceRow.COLUMNS,
				DivergenceRow::bind);
		this.lockPositions = new InList<>(
				"select " + names(PositionRow.COLUMNS) + ", exists (select 1 from " + tables.refused()
						+ ") as any_refused from " + tables.positions() + " where (source, partition_no) in ",
				"(?, ?)", " order by partition_no for update skip locked", PositionRow::bindKey,
				(row, number) -> new Locked(PositionRow.read(row), row.getBoolean("any_refused")));
		this.insertRefused = insert(dialect, tables.refused(), RefusedRow.COLUMNS, RefusedRow::bind);
		this.refusedPlaces = new InList<>(
				"select wallet, max(place) as place from " + tables.refused() + " where wallet in ", "?",
				" group by wallet", Parameters::text,
				(row, number) -> new Last(row.getString("wallet"), row.getLong("place")));
		this.refusedDigests = new InList<>("select digest from " + tables.refused() + " where (wallet, epoch, seq) in ",
				"(?, ?, ?)", "", LedgerStatements::bindId, (row, number) -> row.getString("digest"));
		this.immediateConstraints = dialect.immediateConstraints();
		this.wallets = dialect.read("select " + names(WalletRow.COLUMNS) + " from " + tables.wallets(), WalletRow.KEY,
				"", Parameters::text, (row, number) -> WalletRow.read(row));
		this.entries = byId(dialect, tables.entries(), EntryRow.COLUMNS, (row, number) -> EntryRow.read(row));
		this.claims = byId(dialect, tables.claims(), ClaimRow.COLUMNS, (row, number) -> ClaimRow.read(row));
	}

	/**
	 * Reads entries by their identity, with their open holds and leases.
	 */
	List<LedgerEntry> entriesWithClaims(JdbcTemplate jdbc, List<EntryId> ids) {
		return withClaims(jdbc, this.entries.read(jdbc, ids));
	}

	/**
	 * Adds open holds and leases to entries that can have some.
	 */
	List<LedgerEntry> withClaims(JdbcTemplate jdbc, List<LedgerEntry> entries) {
		List<EntryId> opening = entries.stream().filter(Triage::opens).map(EntryId::of).toList();
		if (opening.isEmpty()) {
			return entries;
		}
		Map<EntryId, List<Claim>> open = new HashMap<>();
		this.claims.read(jdbc, opening)
			.forEach((row) -> open.computeIfAbsent(new EntryId(row.wallet(), row.key()), (id) -> new ArrayList<>())
				.add(row.claim()));
		return entries.stream().map((entry) -> with(entry, open.getOrDefault(EntryId.of(entry), List.of()))).toList();
	}

	private static LedgerEntry with(LedgerEntry entry, List<Claim> open) {
		if (open.isEmpty()) {
			return entry;
		}
		return new LedgerEntry(LedgerEntry.withOpen(entry.event(), open), entry.partition(), entry.position(),
				entry.landedAt());
	}

	static String names(List<String> columns) {
		return String.join(", ", columns);
	}

	private static <T> RowWriter<T> insert(LedgerDialect dialect, String table, List<String> columns,
			Binder<T> binder) {
		return dialect.writer(new Upsert("insert into " + table, "", ""), columns, binder);
	}

	private static <T> KeyedRead<EntryId, T> byId(LedgerDialect dialect, String table, List<String> columns,
			RowMapper<T> mapper) {
		return dialect.read("select " + names(columns) + " from " + table, EntryRow.KEY, " order by wallet, epoch, seq",
				LedgerStatements::bindId, mapper);
	}

	private static void bindId(Parameters parameters, EntryId id) throws SQLException {
		parameters.text(id.wallet()).number((Long) id.key().epoch()).number((Long) id.key().seq());
	}

}
