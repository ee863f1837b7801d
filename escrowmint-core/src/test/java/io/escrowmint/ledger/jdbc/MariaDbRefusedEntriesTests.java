package io.escrowmint.ledger.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.jdbc.core.JdbcTemplate;

class MariaDbRefusedEntriesTests extends RefusedEntriesContract {

	private static TestDatabase database;

	@BeforeAll
	static void open() {
		database = TestDatabase.mariaDb();
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
		return impatient(database.url(), "set session innodb_lock_wait_timeout = 0");
	}

	@Override
	void addTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("create trigger " + entries + "_mine before insert on " + entries + " for each row begin "
				+ "if new.operation_id = 'bad' then signal sqlstate '45000' set message_text = 'not in my ledger'; "
				+ "end if; end");
	}

	@Override
	void dropTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("drop trigger " + entries + "_mine");
	}

}
