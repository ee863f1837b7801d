package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
			if (parts.size() > 1) {
				return only(keys(connection, parts.get(parts.size() - 2), name), name);
			}
			Set<String> first = keys(connection, connection.getSchema(), name);
			// The search path may lead to another schema.
			return only(first.isEmpty() ? keys(connection, null, name) : first, name);
		});
	}

	private static Set<String> keys(Connection connection, @Nullable String schema, String table) throws SQLException {
		Set<String> names = new HashSet<>();
		try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, schema, table)) {
			while (keys.next()) {
				names.add(keys.getString("PK_NAME"));
			}
		}
		return names;
	}

	private static String only(Set<String> names, String table) {
		if (names.size() > 1) {
			throw new IllegalArgumentException(
					"Several schemas have a table '%s', with other primary keys: write the schema before it"
						.formatted(table));
		}
		return names.stream()
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Table '%s' has no primary key".formatted(table)));
	}

}
