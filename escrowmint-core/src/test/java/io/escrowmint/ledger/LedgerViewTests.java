package io.escrowmint.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read of a stream to know what of a wallet is on its way.
 */
class LedgerViewTests {

	private static final int PAGE = 1000;

	private final LineLog log = new LineLog(1);

	private final DataSource database = new DriverManagerDataSource(
			"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

	private final LedgerView view = new LedgerView(new JdbcLedgerStore(this.database, JdbcLedgerStore.TABLE_PREFIX),
			this.log, "ledger");

	@BeforeEach
	void createTables() {
		LedgerSchema.create(this.database, JdbcLedgerStore.TABLE_PREFIX);
	}

	@AfterEach
	void shutDown() throws SQLException {
		try (Connection connection = this.database.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("shutdown");
		}
	}

	@Test
	void whetherAnythingIsOnItsWayIsKnownWithTheFirstOfIt() {
		fill();
		assertThat(this.view.isPending("w")).isTrue();
		assertThat(this.log.wasAskedFor(0, PAGE + "-0")).isFalse();
		assertThat(this.view.isPending("nobody")).isFalse();
		assertThat(this.log.wasAskedFor(0, 2 * PAGE + "-0")).isTrue();
	}

	@Test
	void theLastOfItIsFoundOnWhicheverPageItIs() {
		fill();
		assertThat(this.view.pending("w").position()).isEqualTo(2 * PAGE + 1 + "-0");
		assertThat(this.view.pending("nobody").position()).isEqualTo("0-0");
		assertThat(this.view.told("w")).hasSize(2);
	}

	private void fill() {
		EventChain chain = new EventChain("w");
		EventChain neighbour = new EventChain("neighbour");
		this.log.register("ledger");
		this.log.write(0, 1, chain.created());
		IntStream.rangeClosed(2, 2 * PAGE).forEach((position) -> this.log.write(0, position, neighbour.toppedUp(1)));
		this.log.write(0, 2 * PAGE + 1, chain.toppedUp(1));
	}

}
