package io.escrowmint.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Every kind of database starts on a bare machine and is shared the way tests believe.
 */
@Timeout(120)
class TestDatabaseTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource(TestDatabaseKind.class)
	void eachDatabaseIsEmptyAndReachedFromAnotherProcess(TestDatabaseKind kind) throws SQLException {
		try (TestDatabase first = open(kind); TestDatabase second = open(kind)) {
			execute(first, "CREATE TABLE greeting (word VARCHAR(40))");
			execute(second, "CREATE TABLE greeting (word VARCHAR(40))");
			execute(first, "INSERT INTO greeting VALUES ('gr\u00fc\u00df dich \ud83d\ude00')");
			try (JvmProcess jvm = JvmProcess.start(GreetingMain.class, first.url())) {
				assertThat(jvm.waitFor(PATIENCE)).isZero();
				assertThat(jvm.output()).contains("read 1 greetings");
			}
			assertThat(count(first)).isEqualTo(2);
			assertThat(count(second)).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(TestDatabaseKind.class)
	void closedDatabaseIsGone(TestDatabaseKind kind) throws SQLException {
		TestDatabase database = open(kind);
		execute(database, "CREATE TABLE greeting (word VARCHAR(40))");
		database.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> count(database.url()));
	}

	@Test
	void urlWithoutADatabaseIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> DatabaseServer.of("jdbc:postgresql://localhost"))
			.withMessageContaining("jdbc:postgresql://localhost");
	}

	private static TestDatabase open(TestDatabaseKind kind) {
		return switch (kind) {
			case POSTGRESQL -> TestDatabase.postgres();
			case MARIADB -> TestDatabase.mariaDb();
			case H2 -> TestDatabase.h2();
		};
	}

	private static void execute(TestDatabase database, String sql) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int count(TestDatabase database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection()) {
			return count(connection);
		}
	}

	private static int count(String url) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			return count(connection);
		}
	}

	private static int count(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM greeting")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	/**
	 * What the second JVM runs: counts the greetings and adds one.
	 */
	static final class GreetingMain {

		private GreetingMain() {
		}

		public static void main(String[] arguments) throws SQLException {
			try (Connection connection = DriverManager.getConnection(arguments[0]);
					Statement statement = connection.createStatement()) {
				System.out.println("read %d greetings".formatted(count(connection)));
				statement.execute("INSERT INTO greeting VALUES ('hello')");
			}
		}

	}

}
