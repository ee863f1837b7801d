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
		return start(new PostgreSQLContainer("postgres:18-alpine").withCommand("postgres", "-c", "max_connections=400"))
				+ "&user=test&password=test";
	}

	static String startMariaDb() {
		MariaDBContainer container = new MariaDBContainer("mariadb:11.4").withUsername("root")
			.withCommand("--max-connections=400");
		return start(container) + "?user=root&password=" + container.getPassword();
	}

	private static String start(JdbcDatabaseContainer<?> container) {
		AtExit.close(container);
		container.start();
		return container.getJdbcUrl();
	}

}
