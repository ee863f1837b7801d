package io.escrowmint.ledger.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

import io.escrowmint.model.Figures;
import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of a statement one after the other.
 */
final class Parameters {

	private final PreparedStatement statement;

	private int next = 1;

	Parameters(PreparedStatement statement) {
		this.statement = statement;
	}

	Parameters text(@Nullable String value) throws SQLException {
		if (value != null) {
			this.statement.setString(this.next++, value);
		}
		else {
			this.statement.setNull(this.next++, Types.VARCHAR);
		}
		return this;
	}

	Parameters word(@Nullable Enum<?> value) throws SQLException {
		return text((value != null) ? value.name() : null);
	}

	Parameters number(@Nullable Long value) throws SQLException {
		if (value != null) {
			this.statement.setLong(this.next++, value);
		}
		else {
			this.statement.setNull(this.next++, Types.BIGINT);
		}
		return this;
	}

	Parameters number(int value) throws SQLException {
		this.statement.setInt(this.next++, value);
		return this;
	}

	Parameters time(@Nullable Instant value) throws SQLException {
		return number((value != null) ? (Long) value.toEpochMilli() : null);
	}

	Parameters flag(boolean value) throws SQLException {
		this.statement.setBoolean(this.next++, value);
		return this;
	}

	Parameters figures(Figures value) throws SQLException {
		return number((Long) value.available()).number((Long) value.held())
			.number((Long) value.leased())
			.number((Long) value.spent())
			.number((Long) value.granted())
			.number((Long) value.debt());
	}

}
