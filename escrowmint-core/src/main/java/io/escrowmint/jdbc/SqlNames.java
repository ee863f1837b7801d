package io.escrowmint.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the names of tables and columns, and writes them quoted. A bare name means what
 * it means in SQL: it is folded as the database folds names. One in double quotes is
 * taken as it is. Anything else is refused, so no name can carry SQL.
 *
 * @param quote what the database puts around a name
 * @param folding what the database does to a bare name
 */
record SqlNames(String quote, UnaryOperator<String> folding) {

	private static final Pattern PART = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)|\"((?:[^\"\\p{Cntrl}]|\"\")+)\"");

	private static final int LONGEST = 200;

	static SqlNames of(DatabaseMetaData metaData) throws SQLException {
		return new SqlNames(metaData.getIdentifierQuoteString(), folding(metaData));
	}

	private static UnaryOperator<String> folding(DatabaseMetaData metaData) throws SQLException {
		if (metaData.storesUpperCaseIdentifiers()) {
			return (name) -> name.toUpperCase(Locale.ROOT);
		}
		if (metaData.storesLowerCaseIdentifiers()) {
			return (name) -> name.toLowerCase(Locale.ROOT);
		}
		return UnaryOperator.identity();
	}

	/**
	 * Refuses what is no name, whatever the database.
	 */
	static String check(String name) {
		parse(name, UnaryOperator.identity());
		return name;
	}

	/**
	 * The parts of a name as the catalog of the database has them.
	 */
	List<String> parts(String name) {
		return parse(name, this.folding);
	}

	String quoted(String name) {
		return parts(name).stream().map(this::enclosed).collect(Collectors.joining("."));
	}

	private String enclosed(String part) {
		return this.quote + part.replace(this.quote, this.quote + this.quote) + this.quote;
	}

	private static List<String> parse(String name, UnaryOperator<String> folding) {
		List<String> parts = new ArrayList<>();
		Matcher matcher = PART.matcher(name);
		int position = 0;
		while (name.length() <= LONGEST && matcher.find(position) && matcher.start() == position) {
			String bare = matcher.group(1);
			parts.add((bare != null) ? folding.apply(bare) : matcher.group(2).replace("\"\"", "\""));
			if (matcher.end() == name.length()) {
				return parts;
			}
			if (name.charAt(matcher.end()) != '.') {
				break;
			}
			position = matcher.end() + 1;
		}
		throw new IllegalArgumentException(
				"Invalid name '%s': must be letters, digits and underscores, ".formatted(name)
						+ "or in double quotes, with a dot after the schema");
	}

}
