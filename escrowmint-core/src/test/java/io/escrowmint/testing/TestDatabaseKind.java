package io.escrowmint.testing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of databases, and the order in which a test JVM looks for its server of each:
 * the URL in a system property or the environment, a container where a Docker engine
 * answers, a private server. A machine without any of them fails the tests.
 */
enum TestDatabaseKind {

	POSTGRESQL("ESCROWMINT_TEST_POSTGRES", "org.testcontainers.postgresql.PostgreSQLContainer",
			() -> DockerDatabases.startPostgres(), () -> EmbeddedPostgreSql.start()),

	MARIADB("ESCROWMINT_TEST_MARIADB", "org.testcontainers.mariadb.MariaDBContainer",
			() -> DockerDatabases.startMariaDb(), () -> EmbeddedMariaDb.start()),

	H2("ESCROWMINT_TEST_H2", "", () -> "", () -> EmbeddedH2.start());

	private final String urlName;

	private final String containerClass;

	private final Supplier<String> docker;

	private final Supplier<String> embedded;

	private @Nullable DatabaseServer server;

	TestDatabaseKind(String urlName, String containerClass, Supplier<String> docker, Supplier<String> embedded) {
		this.urlName = urlName;
		this.containerClass = containerClass;
		this.docker = docker;
		this.embedded = embedded;
	}

	synchronized DatabaseServer server() {
		if (this.server == null) {
			this.server = DatabaseServer.of(find());
		}
		return this.server;
	}

	private String find() {
		String url = System.getProperty(this.urlName, System.getenv(this.urlName));
		if (url != null && !url.isBlank()) {
			return url.trim();
		}
		return DockerEngine.canRun(this.containerClass) ? this.docker.get() : this.embedded.get();
	}

}
