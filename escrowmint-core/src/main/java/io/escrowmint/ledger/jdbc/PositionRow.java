package io.escrowmint.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.escrowmint.ledger.LedgerPosition;

/**
 * How far a partition has landed, as it lies in a row.
 *
 * @param source name of what is landed
 * @param position how far it has landed
 * @param time when
 */
record PositionRow(String source, LedgerPosition position, Instant time) {

	static final List<String> COLUMNS = List.of("source", "partition_no", "stream_position", "fence", "updated_ms");

	static final List<String> KEY = COLUMNS.subList(0, 2);

	static void bind(Parameters parameters, PositionRow row) throws SQLException {
		parameters.text(row.source)
			.number(row.position.partition())
			.text(row.position.position())
			.number((Long) row.position.fence())
			.time(row.time);
	}

	static void bindKey(Parameters parameters, PositionRow row) throws SQLException {
		parameters.text(row.source).number(row.position.partition());
	}

	static LedgerPosition read(ResultSet row) throws SQLException {
		return new LedgerPosition(row.getInt("partition_no"), row.getString("stream_position"), row.getLong("fence"));
	}

}
