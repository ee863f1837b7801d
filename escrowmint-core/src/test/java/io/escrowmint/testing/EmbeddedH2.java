package io.escrowmint.testing;

import java.sql.SQLException;

import org.h2.tools.Server;

/**
 * Opens the in-memory databases of this JVM to other processes, on loopback.
 */
final class EmbeddedH2 {

	private EmbeddedH2() {
	}

	static String start() {
		String port = String.valueOf(FreePorts.next());
		System.setProperty("h2.bindAddress", "127.0.0.1");
		try {
			Server server = Server.createTcpServer("-tcpPort", port, "-ifNotExists").start();
			AtExit.close(server::stop);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("No H2 could be started on port " + port, ex);
		}
		return "jdbc:h2:tcp://127.0.0.1:%s/mem:common;DB_CLOSE_DELAY=-1;USER=sa".formatted(port);
	}

}
