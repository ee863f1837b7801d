package io.escrowmint.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * Changes tables in H2 that others use meanwhile: it waits for their locks as long as it
 * may take on a machine that is busy, and not for two seconds.
 */
public final class PatientDdl {

	private PatientDdl() {
	}

	public static void execute(DataSource database, String sql) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("set lock_timeout 60000");
			statement.execute(sql);
			statement.execute("set lock_timeout 2000");
		}
	}

	/**
	 * Lets the database refuse entries that leave a wallet with more granted than a
	 * limit.
	 */
	public static void refuseAbove(DataSource database, String tablePrefix, long granted) throws SQLException {
		execute(database, "alter table " + tablePrefix + "entries add constraint " + tablePrefix
				+ "limit check (granted <= " + granted + ")");
	}

	/**
	 * Lets the database take all entries again.
	 */
	public static void refuseNothing(DataSource database, String tablePrefix) throws SQLException {
		execute(database, "alter table " + tablePrefix + "entries drop constraint " + tablePrefix + "limit");
	}

}
