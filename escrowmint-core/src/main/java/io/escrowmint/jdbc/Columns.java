package io.escrowmint.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Columns with their values, in their order: a row to insert, a change, or the condition
 * that finds a row (all of them equal; {@code null} finds SQL's NULL). Values are always
 * bound, by position; names are checked here and quoted when they are used. A bare name
 * is folded as the database does it, one in double quotes is taken as it is. Immutable.
 */
public final class Columns {

	private final Map<String, @Nullable Object> values;

	private Columns(Map<String, @Nullable Object> values) {
		this.values = values;
	}

	/**
	 * One column.
	 * @param name the name of the column
	 * @param value its value
	 * @return the column
	 * @throws IllegalArgumentException if this is no name
	 */
	public static Columns of(String name, @Nullable Object value) {
		return new Columns(Map.of()).and(name, value);
	}

	/**
	 * No column. Refused wherever one is needed: a condition, a row, a change.
	 * @return no column
	 */
	public static Columns none() {
		return new Columns(Map.of());
	}

	/**
	 * One more column.
	 * @param name the name of the column
	 * @param value its value
	 * @return these columns and the new one
	 * @throws IllegalArgumentException if this is no name, or a column of that name is
	 * there
	 */
	public Columns and(String name, @Nullable Object value) {
		Map<String, @Nullable Object> more = new LinkedHashMap<>(this.values);
		if (this.values.containsKey(SqlNames.check(name))) {
			throw new IllegalArgumentException("Column '%s' is there twice".formatted(name));
		}
		more.put(name, value);
		return new Columns(Collections.unmodifiableMap(more));
	}

	/**
	 * Whether there is no column.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	/**
	 * The names, in their order.
	 * @return the names
	 */
	public List<String> names() {
		return List.copyOf(this.values.keySet());
	}

	Columns orRefuse(String what) {
		if (isEmpty()) {
			throw new IllegalArgumentException("Empty %s: name one column at least".formatted(what));
		}
		return this;
	}

	List<@Nullable Object> values() {
		return new ArrayList<>(this.values.values());
	}

	List<@Nullable Object> conditionValues() {
		List<@Nullable Object> bound = values();
		bound.removeIf((value) -> value == null);
		return bound;
	}

	String condition(SqlNames sql) {
		List<String> terms = new ArrayList<>();
		this.values.forEach((name, value) -> terms.add(sql.quoted(name) + ((value != null) ? " = ?" : " IS NULL")));
		return String.join(" AND ", terms);
	}

	@Override
	public String toString() {
		return this.values.keySet().toString();
	}

}
