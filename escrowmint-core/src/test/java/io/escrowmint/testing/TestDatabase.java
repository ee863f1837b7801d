package io.escrowmint.testing;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * An empty database of its own for a test class, on the server of its kind that all tests
 * of a JVM share. Looked for in this order: the JDBC URL in
 * {@code ESCROWMINT_TEST_POSTGRES} or {@code ESCROWMINT_TEST_MARIADB} (system property or
 * environment; it names a database and a user who may create others), a container where a
 * Docker engine answers, a private server process. H2 lives in the memory of the test JVM
 * and is reached over loopback. Close it after the class; what is left open goes with the
 * private server when the JVM ends.
 */
public final class TestDatabase implements AutoCloseable {

	private static final int POOL_SIZE = 40;

	private final DatabaseServer server;

	private final String url;

	private @Nullable HikariDataSource pool;

	private TestDatabase(TestDatabaseKind kind) {
		this.server = kind.server();
		this.url = this.server.create();
	}

	public static TestDatabase postgres() {
		return new TestDatabase(TestDatabaseKind.POSTGRESQL);
	}

	public static TestDatabase mariaDb() {
		return new TestDatabase(TestDatabaseKind.MARIADB);
	}

	public static TestDatabase h2() {
		return new TestDatabase(TestDatabaseKind.H2);
	}

	/**
	 * The JDBC URL, credentials included. Other processes can connect with it.
	 */
	public String url() {
		return this.url;
	}

	/**
	 * A pool of connections to this database, always the same.
	 */
	public synchronized DataSource dataSource() {
		if (this.pool == null) {
			this.pool = pool(POOL_SIZE);
		}
		return this.pool;
	}

	/**
	 * Another pool, to be closed by the caller.
	 */
	public HikariDataSource pool(int size) {
		return pool(this.url, size);
	}

	/**
	 * A pool of connections for a process that was handed the URL of a database.
	 */
	public static HikariDataSource pool(String url, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(0);
		return new HikariDataSource(config);
	}

	@Override
	public synchronized void close() {
		if (this.pool != null) {
			this.pool.close();
		}
		this.server.drop(this.url);
	}

	@Override
	public String toString() {
		return this.url;
	}

}
