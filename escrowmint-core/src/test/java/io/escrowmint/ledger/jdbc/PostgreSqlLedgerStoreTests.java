package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.ledger.EventChain;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.store.EventFrame;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class PostgreSqlLedgerStoreTests extends LedgerStoreContract {

	private static TestDatabase database;

	@BeforeAll
	static void open() {
		database = TestDatabase.postgres();
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@Override
	DataSource dataSource() {
		return database.dataSource();
	}

	/**
	 * A connection keeps its plans. Those that it made for tables without a row must do
	 * for what the tables become.
	 */
	@Test
	void noTableIsReadFromEndToEndHoweverFewRowsItHadAtFirst() {
		try (HikariDataSource pool = database.pool(1)) {
			LedgerSchema.create(pool, "fresh_");
			JdbcLedgerStore store = new JdbcLedgerStore(pool, "fresh_");
			store.open("ledger", 1);
			int landings = 40;
			for (int landing = 0; landing < landings; landing++) {
				EventFrame frame = EventChain.frame(landing + 1L, new EventChain("wallet-" + landing).created());
				assertThat(store.land("ledger", List.of(new Landing(0, landing, List.of(frame))))).singleElement()
					.isInstanceOf(LandingResult.Landed.class);
			}
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			for (String table : List.of("fresh_wallets", "fresh_entries")) {
				// the server counts now and then, and all that it counts of a table at
				// once
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> scans(jdbc, table, "idx_scan") >= landings);
				// to make an index of a new table is to read it
				assertThat(scans(jdbc, table, "seq_scan")).as(table).isLessThan(10);
			}
		}
	}

	private static long scans(JdbcTemplate jdbc, String table, String kind) {
		Long scans = jdbc.queryForObject("select " + kind + " from pg_stat_user_tables where relname = ?", Long.class,
				table);
		return (scans != null) ? scans : 0;
	}

}
