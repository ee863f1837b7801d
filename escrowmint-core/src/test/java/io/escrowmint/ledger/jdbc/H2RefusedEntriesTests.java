package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.ledger.EventChain;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.RefusedWallet;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class H2RefusedEntriesTests extends RefusedEntriesContract {

	private static TestDatabase database;

	@BeforeAll
	static void open() {
		database = TestDatabase.h2();
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@Override
	DataSource dataSource() {
		return database.dataSource();
	}

	@Override
	HikariDataSource impatient() {
		return impatient(database.url(), "set lock_timeout 50");
	}

	@Override
	void addTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("create trigger " + entries + "_mine before insert on " + entries + " for each row call '"
				+ RefusingTrigger.class.getName() + "'");
	}

	@Override
	void dropTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("drop trigger " + entries + "_mine");
	}

	/**
	 * Connections, collisions, resources, shutdown, rights, missing tables, locks.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "08000", "08006", "40001", "40P01", "53100", "53200", "53300", "57014", "57P01", "57P03",
			"58030", "25006", "55P03", "HYT00", "90131", "70100", "XX000", "42501", "42P01", "HY000" })
	void whatMayPassSetsNothingAside(String state) {
		FailingCommits failing = new FailingCommits(dataSource());
		JdbcLedgerStore broken = store(failing);
		EventFrame frame = frame(chain().created());
		failing.failInserts(new SQLException("on purpose", state));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> broken.land("ledger", List.of(landing(frame))));
		assertThat(broken.refused().count()).isZero();
		failing.failInserts(null);
		assertThat(broken.land("ledger", List.of(landing(frame)))).singleElement().isInstanceOf(Landed.class);
	}

	@ParameterizedTest
	@CsvSource({ "22001,0", "22003,0", "23505,0", "23514,0", "23000,1062", "44000,0", "45000,1644", "P0001,0",
			"09000,0", "27000,0", "54000,0", "HY000,3819", "HY000,1366", "01000,1265" })
	void whatWouldBeSaidAgainSetsTheWalletAside(String state, int code) {
		FailingCommits failing = new FailingCommits(dataSource());
		JdbcLedgerStore broken = store(failing);
		failing.failInserts(new SQLException("on purpose", state, code));
		assertThat(broken.land("ledger", List.of(landing(frame(chain().created()))))).singleElement()
			.isInstanceOfSatisfying(Landed.class, (landed) -> assertThat(landed.refused()).isEqualTo(1));
		assertThat(broken.refused().wallets("", 9)).singleElement()
			.returns(state, RefusedWallet::sqlState)
			.returns("on purpose", RefusedWallet::message);
	}

	@Test
	void aDatabaseThatRefusesEveryWalletDelaysNoLandingForEverAndLosesNone() {
		addConstraint();
		WalletEvent[] events = IntStream.range(0, 400)
			.mapToObj((index) -> new EventChain(neighbour().wallet() + index).skip(1, 0).toppedUp(1, "bad", null))
			.toArray(WalletEvent[]::new);
		assertThat(land(frame(events))).returns(0, Landed::events).returns(400, Landed::refused);
		JdbcLedgerStore store = store(dataSource());
		assertThat(store.refused().count()).isEqualTo(400);
		assertThat(store.refused().wallets("", 1000)).hasSize(400).anyMatch((wallet) -> wallet.attempts() == 0);
	}

}
