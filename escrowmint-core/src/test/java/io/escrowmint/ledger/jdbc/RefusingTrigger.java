package io.escrowmint.ledger.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.h2.api.Trigger;

/**
 * A trigger of the user's in H2, which takes Java for it: refuses entries whose operation
 * id begins with "bad", unless it was told not to.
 */
public final class RefusingTrigger implements Trigger {

	private static final int OPERATION_ID = EntryRow.COLUMNS.indexOf("operation_id");

	private static volatile boolean refusing = true;

	static void refuse(boolean refuses) {
		refusing = refuses;
	}

	@Override
	public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
		if (refusing && String.valueOf(after[OPERATION_ID]).startsWith("bad")) {
			throw new SQLException("not in my ledger", "45000");
		}
	}

}
