package io.escrowmint.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that gives away databases.
 *
 * @param prefix the JDBC URL up to the name of the database
 * @param name the database that is there from the beginning
 * @param suffix the JDBC URL after the name of the database, credentials included
 */
record DatabaseServer(String prefix, String name, String suffix) {

	private static final Pattern URL = Pattern.compile("(jdbc:h2:.*/mem:|jdbc:[a-z0-9]+://[^/]+/)([^?;]+)(.*)");

	static DatabaseServer of(String jdbcUrl) {
		Matcher matcher = URL.matcher(jdbcUrl);
		if (!matcher.matches()) {
			throw new IllegalStateException("Not a JDBC URL with the name of a database: '%s'".formatted(jdbcUrl));
		}
		return new DatabaseServer(matcher.group(1), matcher.group(2), matcher.group(3));
	}

	String create() {
		String database = "escrowmint_" + UUID.randomUUID().toString().replace("-", "");
		if (isPostgres()) {
			execute("CREATE DATABASE " + database);
		}
		else if (!isH2()) {
			execute("CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
		}
		return url(database);
	}

	void drop(String url) {
		String database = of(url).name();
		if (isPostgres()) {
			execute("DROP DATABASE " + database + " WITH (FORCE)");
		}
		else if (isH2()) {
			execute(url, "SHUTDOWN");
		}
		else {
			execute("SET STATEMENT lock_wait_timeout=10 FOR DROP DATABASE " + database);
		}
	}

	private boolean isPostgres() {
		return this.prefix.startsWith("jdbc:postgresql:");
	}

	private boolean isH2() {
		return this.prefix.startsWith("jdbc:h2:");
	}

	private String url(String database) {
		return this.prefix + database + this.suffix;
	}

	private void execute(String sql) {
		execute(url(this.name), sql);
	}

	private static void execute(String url, String sql) {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("'%s' failed".formatted(sql), ex);
		}
	}

}
