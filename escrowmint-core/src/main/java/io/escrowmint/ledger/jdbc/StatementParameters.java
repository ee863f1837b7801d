package io.escrowmint.ledger.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of a statement, one for each value.
 */
final class StatementParameters implements Parameters {

	private final PreparedStatement statement;

	private int next = 1;

	StatementParameters(PreparedStatement statement) {
		this.statement = statement;
	}

	@Override
	public Parameters text(@Nullable String value) throws SQLException {
		if (value != null) {
			this.statement.setString(this.next++, value);
		}
		else {
			this.statement.setNull(this.next++, Types.VARCHAR);
		}
		return this;
	}

	@Override
	public Parameters number(@Nullable Long value) throws SQLException {
		if (value != null) {
			this.statement.setLong(this.next++, value);
		}
		else {
			this.statement.setNull(this.next++, Types.BIGINT);
		}
		return this;
	}

	@Override
	public Parameters number(int value) throws SQLException {
		this.statement.setInt(this.next++, value);
		return this;
	}

	@Override
	public Parameters flag(boolean value) throws SQLException {
		this.statement.setBoolean(this.next++, value);
		return this;
	}

}
