package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The names of constraints as the catalog has them, the primary key of a table among
 * them. One that was found is remembered.
 *
 * @param database where the tables are
 * @param known what was found
 */
record ConstraintNames(Database database, Map<String, String> known) {

	ConstraintNames(Database database) {
		this(database, new ConcurrentHashMap<>());
	}

	String resolve(String table, String constraint) {
		if (!constraint.equals(IdempotentInserts.PRIMARY_KEY)) {
			List<String> parts = this.database.names().parts(constraint);
			return parts.get(parts.size() - 1);
		}
		if (this.database.dialect() == SqlDialect.MARIADB) {
			return constraint;
		}
		return this.known.computeIfAbsent(table, this::find);
	}

	private String find(String table) {
		List<String> parts = this.database.names().parts(table);
		String name = parts.get(parts.size() - 1);
		return this.database.connected((connection) -> {
			String schema = (parts.size() > 1) ? parts.get(parts.size() - 2) : connection.getSchema();
			return find(connection, schema, name);
		});
	}

	private static String find(Connection connection, @Nullable String schema, String table) throws SQLException {
		try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, schema, table)) {
			if (keys.next()) {
				return keys.getString("PK_NAME");
			}
		}
		throw new IllegalArgumentException("Table '%s' has no primary key".formatted(table));
	}

}
