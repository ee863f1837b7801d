package io.escrowmint.ledger.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerTotals;
import io.escrowmint.ledger.LedgerTotals.Movement;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Asks the table of entries.
 */
final class EntryQueries {

	private static final String CHANGES = Stream.of("available", "held", "leased", "spent", "granted", "debt")
		.map((figure) -> "sum(" + figure + "_change) as " + figure + "_total")
		.collect(Collectors.joining(", "));

	private final JdbcTemplate jdbc;

	private final DataSource dataSource;

	private final LedgerTables tables;

	private volatile @Nullable LedgerStatements statements;

	EntryQueries(JdbcTemplate jdbc, DataSource dataSource, LedgerTables tables) {
		this.jdbc = jdbc;
		this.dataSource = dataSource;
		this.tables = tables;
	}

	List<LedgerEntry> entries(Condition condition, boolean newestFirst, int limit) {
		String order = newestFirst ? " order by wallet desc, epoch desc, seq desc" : " order by wallet, epoch, seq";
		List<LedgerEntry> entries = this.jdbc.query(
				"select " + LedgerStatements.names(EntryRow.COLUMNS) + " from " + this.tables.entries()
						+ condition.sql() + order + " limit " + limit,
				(row, number) -> EntryRow.read(row), condition.bound().toArray());
		return statements().withClaims(this.jdbc, entries);
	}

	LedgerTotals totals(Condition condition) {
		Map<EventType, Movement> totals = new EnumMap<>(EventType.class);
		this.jdbc.query("select event_type, count(*) as entries, " + CHANGES + " from " + this.tables.entries()
				+ condition.sql() + " group by event_type", (row) -> {
					totals.put(EventType.valueOf(row.getString("event_type")), movement(row));
				}, condition.bound().toArray());
		return new LedgerTotals(totals);
	}

	private static Movement movement(ResultSet row) throws SQLException {
		return new Movement(row.getLong("entries"), new Figures(total(row, "available"), total(row, "held"),
				total(row, "leased"), total(row, "spent"), total(row, "granted"), total(row, "debt")));
	}

	private static long total(ResultSet row, String figure) throws SQLException {
		BigDecimal sum = row.getBigDecimal(figure + "_total");
		return (sum != null) ? sum.longValueExact() : 0;
	}

	private LedgerStatements statements() {
		LedgerStatements known = this.statements;
		if (known == null) {
			try {
				known = new LedgerStatements(this.tables, LedgerDialect.of(this.dataSource));
			}
			catch (MetaDataAccessException ex) {
				throw new DataAccessResourceFailureException("The database does not say what it is", ex);
			}
			this.statements = known;
		}
		return known;
	}

}
