package io.escrowmint.testing;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Databases in containers, with a user that may create databases.
 */
final class DockerDatabases {

	private DockerDatabases() {
	}

	static String startPostgres() {
		PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine").withCommand("postgres", "-c",
				"max_connections=400");
		return start(container, container.getUsername());
	}

	static String startMariaDb() {
		MariaDBContainer container = new MariaDBContainer("mariadb:11.4").withUsername("root")
			.withCommand("--max-connections=400");
		return start(container, "root");
	}

	private static String start(JdbcDatabaseContainer<?> container, String user) {
		AtExit.close(container);
		container.start();
		String url = container.getJdbcUrl();
		return "%s%suser=%s&password=%s".formatted(url, url.contains("?") ? "&" : "?", user, container.getPassword());
	}

}
