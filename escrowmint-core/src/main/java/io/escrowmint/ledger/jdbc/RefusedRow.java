package io.escrowmint.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerJson;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.RefusedWallet;
import org.jspecify.annotations.Nullable;

/**
 * How an entry that is set aside lies in a row: as text, which no type of a column and no
 * rule about its parts can refuse.
 *
 * @param place its place among the entries of its wallet that are set aside
 * @param entry the entry
 * @param since when it was set aside
 * @param attempts how often the database has refused it; 0 if it waits behind another
 * @param objection what the database said, if it was asked
 */
record RefusedRow(long place, LedgerEntry entry, Instant since, int attempts, @Nullable Objection objection) {

	static final List<String> COLUMNS = List.of("wallet", "place", "partition_no", "epoch", "seq", "digest", "entry",
			"since_ms", "attempts", "tried_ms", "sql_state", "message");

	static final List<String> KEY = COLUMNS.subList(0, 2);

	static void bind(Parameters parameters, RefusedRow row) throws SQLException {
		LedgerEntry entry = row.entry;
		Objection objection = row.objection;
		parameters.text(entry.event().wallet())
			.number((Long) row.place)
			.number(entry.partition())
			.number((Long) entry.key().epoch())
			.number((Long) entry.key().seq())
			.text(DivergenceRow.digest(entry))
			.text(LedgerJson.write(entry))
			.time(row.since)
			.number(row.attempts)
			.time((objection != null) ? row.since : null)
			.text((objection != null) ? objection.sqlState() : null)
			.text((objection != null) ? objection.message() : null);
	}

	RefusedRow refusedWith(Objection answer) {
		return new RefusedRow(this.place, this.entry, this.since, this.attempts, answer);
	}

	/**
	 * Returns the entry, to be landed now.
	 */
	LedgerEntry landingAt(Instant now) {
		return new LedgerEntry(this.entry.event(), this.entry.partition(), this.entry.position(),
				now.truncatedTo(ChronoUnit.MILLIS));
	}

	/**
	 * Reads the entry, as it arrived.
	 */
	static RefusedRow read(ResultSet row) throws SQLException {
		return new RefusedRow(row.getLong("place"), LedgerJson.read(row.getString("entry")),
				Instant.ofEpochMilli(row.getLong("since_ms")), row.getInt("attempts"), null);
	}

	/**
	 * Reads what is said of a wallet in the row of its first entry, with a column more
	 * for the number of entries.
	 */
	static RefusedWallet readWallet(ResultSet row) throws SQLException {
		long tried = row.getLong("tried_ms");
		Instant triedAt = row.wasNull() ? null : Instant.ofEpochMilli(tried);
		return new RefusedWallet(row.getString("wallet"), row.getInt("partition_no"), row.getLong("entries"),
				new LedgerKey(row.getLong("epoch"), row.getLong("seq")), Instant.ofEpochMilli(row.getLong("since_ms")),
				row.getInt("attempts"), triedAt, row.getString("sql_state"), row.getString("message"));
	}

}
