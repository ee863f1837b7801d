package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that belongs to one test, which may stop it and start it again. It
 * remembers what was committed until it is closed.
 */
public final class RestartablePostgreSql implements AutoCloseable {

	private final int port = FreePorts.next();

	private final TemporaryFolder folder = TemporaryFolder.create("postgres");

	private @Nullable EmbeddedPostgres server;

	private RestartablePostgreSql() {
		AtExit.close(this);
	}

	public static RestartablePostgreSql start() {
		RestartablePostgreSql postgres = new RestartablePostgreSql();
		postgres.restart();
		return postgres;
	}

	/**
	 * Returns when the server takes connections, on its old port if it was stopped.
	 */
	public synchronized void restart() {
		try {
			this.server = EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.folder.file("data"))
				.setCleanDataDirectory(false)
				.setRegisterShutdownHook(false)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No PostgreSQL could be started on port " + this.port, ex);
		}
	}

	/**
	 * Breaks off all connections and ends the server.
	 */
	public synchronized void stop() {
		EmbeddedPostgres running = this.server;
		this.server = null;
		if (running != null) {
			try {
				running.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	public String url() {
		return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(this.port);
	}

	@Override
	public void close() {
		AtExit.forget(this);
		stop();
		this.folder.close();
	}

}
