package io.escrowmint.jdbc;

import java.util.Collections;

import javax.sql.DataSource;

import io.escrowmint.jdbc.JdbcListener.WriteOperation;
import io.escrowmint.jdbc.JdbcListener.WriteStatus;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Inserts a row once, however often it is asked to. A row that breaks the named
 * constraint is there already; one that breaks any other constraint is an error and is
 * thrown. Takes part in the transaction in progress, which stays usable after a
 * duplicate. Without one the row is committed by a connection that commits by itself, as
 * connections do unless their pool is told otherwise; from a pool with auto-commit off it
 * is undone, so call it in a transaction. While another transaction is inserting the same
 * row, the call waits for its end. Thread-safe.
 * <p>
 * A row may break several constraints at once. PostgreSQL looks at the named one first;
 * MariaDB, MySQL and H2 report the first they meet, so there give the row no other key of
 * its own that repeats with it.
 */
public final class IdempotentInserts {

	/**
	 * Stands for the primary key of the table, whatever its name is.
	 */
	public static final String PRIMARY_KEY = "PRIMARY";

	private final Database database;

	private final ConstraintNames names;

	/**
	 * Creates idempotent inserts.
	 * @param dataSource where the tables are
	 * @param listener hears how the writes end
	 */
	public IdempotentInserts(DataSource dataSource, JdbcListener listener) {
		this.database = new Database(dataSource, listener);
		this.names = new ConstraintNames(this.database);
	}

	/**
	 * Inserts a row unless it is there.
	 * @param table the table, maybe with its schema
	 * @param row the row
	 * @param constraint the name of the unique constraint, or {@link #PRIMARY_KEY}; on
	 * PostgreSQL a constraint and not only a unique index
	 * @return whether the row was inserted; {@code false} if one with the same key was
	 * there
	 * @throws IllegalArgumentException if a name is none, or the primary key is not
	 * found: a table without a schema is looked for in the current one, then in all,
	 * where those that bear its name must agree
	 * @throws org.springframework.dao.DuplicateKeyException if the row breaks another
	 * constraint
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public boolean insert(String table, Columns row, String constraint) {
		SqlNames.check(table);
		SqlNames.check(constraint);
		row.orRefuse("row");
		WriteStatus status = WriteStatus.FAILED;
		try {
			status = inserted(table, row, constraint) ? WriteStatus.WRITTEN : WriteStatus.DUPLICATE;
			return status == WriteStatus.WRITTEN;
		}
		finally {
			this.database.listener().written(table, WriteOperation.IDEMPOTENT_INSERT, status);
		}
	}

	private boolean inserted(String table, Columns row, String constraint) {
		String name = this.names.resolve(table, constraint);
		String sql = insertion(table, row);
		if (this.database.dialect() == SqlDialect.POSTGRESQL) {
			String absorbing = " ON CONFLICT ON CONSTRAINT " + enclosed(name) + " DO NOTHING";
			return this.database.sql(sql + absorbing, row.values()).update() == 1;
		}
		try {
			return this.database.sql(sql, row.values()).update() == 1;
		}
		catch (DataIntegrityViolationException ex) {
			if (BrokenConstraint.isNamed(ex, name, this.database.dialect())) {
				return false;
			}
			throw ex;
		}
	}

	private String insertion(String table, Columns row) {
		SqlNames sql = this.database.names();
		return "INSERT INTO %s (%s) VALUES (%s)".formatted(sql.quoted(table),
				String.join(", ", row.names().stream().map(sql::quoted).toList()),
				String.join(", ", Collections.nCopies(row.names().size(), "?")));
	}

	private static String enclosed(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

}
