package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL whose binaries travel inside a test dependency. It runs until the JVM
 * ends, on loopback, and writes nothing through to the disk. As root it starts in a user
 * namespace of its own, because PostgreSQL refuses root.
 */
final class EmbeddedPostgreSql {

	private EmbeddedPostgreSql() {
	}

	static String start() {
		int port = FreePorts.next();
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setPort(port)
				.setServerConfig("max_connections", "400")
				.setRegisterShutdownHook(false)
				.start();
			AtExit.close(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No PostgreSQL could be started on port " + port, ex);
		}
		return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port);
	}

}
