package io.escrowmint.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * The databases whose locks and duplicates are known here.
 */
public enum SqlDialect {

	/** PostgreSQL. */
	POSTGRESQL,

	/** MariaDB, and MySQL from 8.0. */
	MARIADB,

	/** H2 from 2.2. */
	H2;

	/**
	 * Tells which database this is.
	 * @param metaData what the driver says
	 * @return the dialect
	 * @throws SQLException as the driver throws it
	 * @throws UnsupportedOperationException if it is another database
	 */
	public static SqlDialect of(DatabaseMetaData metaData) throws SQLException {
		String product = metaData.getDatabaseProductName();
		return switch (product) {
			case "PostgreSQL" -> POSTGRESQL;
			case "MariaDB", "MySQL" -> MARIADB;
			case "H2" -> H2;
			default -> throw new UnsupportedOperationException(
					"Database '%s' is not supported: use PostgreSQL, MariaDB, MySQL or H2".formatted(product));
		};
	}

}
