package io.escrowmint.jdbc;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A change of one row, as long as it has a certain version.
 *
 * @param table the table, maybe with its schema
 * @param key what finds the row, and no other
 * @param versionColumn the column of whole numbers that grows by one with each change
 * @param version the version that was read
 * @param values what to change, without the version
 */
public record VersionedUpdate(String table, Columns key, String versionColumn, long version, Columns values) {

	/**
	 * Checks the parts.
	 */
	public VersionedUpdate {
		SqlNames.check(table);
		SqlNames.check(versionColumn);
		key.orRefuse("key");
		values.orRefuse("change");
		if (values.names().stream().anyMatch(versionColumn::equalsIgnoreCase)) {
			throw new IllegalArgumentException("Column '%s' changes by itself".formatted(versionColumn));
		}
	}

	/**
	 * A change of a row whose version is in the column {@code version}.
	 * @param table the table
	 * @param key what finds the row
	 * @param version the version that was read
	 * @param values what to change
	 * @return the change
	 * @throws IllegalArgumentException if the key or the values are empty
	 */
	public static VersionedUpdate of(String table, Columns key, long version, Columns values) {
		return new VersionedUpdate(table, key, "version", version, values);
	}

	/**
	 * The same change of a row whose version is in another column.
	 * @param column the column
	 * @return the change
	 */
	public VersionedUpdate versionedBy(String column) {
		return new VersionedUpdate(this.table, this.key, column, this.version, this.values);
	}

	String sql(SqlNames sql) {
		String counter = sql.quoted(this.versionColumn);
		List<String> changes = new ArrayList<>();
		this.values.names().forEach((name) -> changes.add(sql.quoted(name) + " = ?"));
		changes.add(counter + " = " + counter + " + 1");
		return "UPDATE %s SET %s WHERE %s AND %s = ?".formatted(sql.quoted(this.table), String.join(", ", changes),
				this.key.condition(sql), counter);
	}

	List<@Nullable Object> bound() {
		List<@Nullable Object> bound = this.values.values();
		bound.addAll(this.key.conditionValues());
		bound.add(this.version);
		return bound;
	}

}
