package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;
import java.time.Instant;

import io.escrowmint.model.Figures;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of a row one after the other. Which method takes a column is the same
 * for every row, so that it tells the type even of a {@code null}.
 */
interface Parameters {

	Parameters text(@Nullable String value) throws SQLException;

	Parameters number(@Nullable Long value) throws SQLException;

	Parameters number(int value) throws SQLException;

	Parameters flag(boolean value) throws SQLException;

	default Parameters word(@Nullable Enum<?> value) throws SQLException {
		return text((value != null) ? value.name() : null);
	}

	default Parameters time(@Nullable Instant value) throws SQLException {
		return number((value != null) ? (Long) value.toEpochMilli() : null);
	}

	default Parameters figures(Figures value) throws SQLException {
		return number((Long) value.available()).number((Long) value.held())
			.number((Long) value.leased())
			.number((Long) value.spent())
			.number((Long) value.granted())
			.number((Long) value.debt());
	}

}
