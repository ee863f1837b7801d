package io.escrowmint.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.OperationKind;
import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * How an entry lies in a row; its open holds and leases lie elsewhere.
 */
final class EntryRow {

	static final List<String> COLUMNS = List.of("wallet", "epoch", "seq", "event_type", "time_ms", "available_change",
			"held_change", "leased_change", "spent_change", "granted_change", "debt_change", "available", "held",
			"leased", "spent", "granted", "debt", "operation_kind", "operation_id", "caller_named", "owner",
			"expires_ms", "asked", "charged", "late", "original_kind", "original_id", "request_id", "note",
			"partition_no", "stream_position", "landed_ms");

	static final List<String> KEY = COLUMNS.subList(0, 3);

	private EntryRow() {
	}

	/**
	 * Returns the columns of {@link #COLUMNS} and some more.
	 */
	static List<String> columnsAnd(String... more) {
		List<String> columns = new ArrayList<>(COLUMNS);
		columns.addAll(List.of(more));
		return columns;
	}

	static void bind(Parameters parameters, LedgerEntry entry) throws SQLException {
		WalletEvent event = entry.event();
		parameters.text(event.wallet())
			.number((Long) event.epoch())
			.number((Long) event.seq())
			.word(event.type())
			.time(event.time())
			.figures(event.change())
			.figures(event.after())
			.word(OperationKind.of(event))
			.text(event.id())
			.flag(event.callerNamed())
			.text(event.owner())
			.time(event.expiresAt())
			.number(event.asked())
			.number(event.charged())
			.flag(event.late());
		bindOriginal(parameters, event.original());
		parameters.text(event.requestId())
			.text(event.note())
			.number(entry.partition())
			.text(entry.position())
			.time(entry.landedAt());
	}

	private static void bindOriginal(Parameters parameters, @Nullable Charge original) throws SQLException {
		if (original instanceof Charge.OfConsume consume) {
			parameters.word(OperationKind.OPERATION).text(consume.key());
		}
		else if (original instanceof Charge.OfReservation reservation) {
			parameters.word(OperationKind.RESERVATION).text(reservation.id());
		}
		else {
			parameters.text(null).text(null);
		}
	}

	static LedgerEntry read(ResultSet row) throws SQLException {
		WalletEvent event = new WalletEvent(row.getString("wallet"), row.getLong("epoch"), row.getLong("seq"),
				EventType.valueOf(row.getString("event_type")), Instant.ofEpochMilli(row.getLong("time_ms")),
				figures(row, "_change"), figures(row, ""), row.getString("operation_id"),
				row.getBoolean("caller_named"), row.getString("owner"), time(row, "expires_ms"), number(row, "asked"),
				number(row, "charged"), row.getBoolean("late"), original(row), row.getString("request_id"),
				row.getString("note"), List.of());
		return new LedgerEntry(event, row.getInt("partition_no"), row.getString("stream_position"),
				Instant.ofEpochMilli(row.getLong("landed_ms")));
	}

	static Figures figures(ResultSet row, String ending) throws SQLException {
		return new Figures(row.getLong("available" + ending), row.getLong("held" + ending),
				row.getLong("leased" + ending), row.getLong("spent" + ending), row.getLong("granted" + ending),
				row.getLong("debt" + ending));
	}

	private static @Nullable Charge original(ResultSet row) throws SQLException {
		String kind = row.getString("original_kind");
		if (kind == null) {
			return null;
		}
		String id = row.getString("original_id");
		return (OperationKind.valueOf(kind) == OperationKind.OPERATION) ? new Charge.OfConsume(id)
				: new Charge.OfReservation(id);
	}

	private static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		Long millis = number(row, column);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

}
