package io.escrowmint.ledger.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.Relanding;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class PostgreSqlRefusedEntriesTests extends RefusedEntriesContract {

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

	@Override
	HikariDataSource impatient() {
		return impatient(database.url(), "set lock_timeout = '50ms'");
	}

	@Override
	void addTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("create function " + entries + "_mine() returns trigger language plpgsql as $$ begin "
				+ "if new.operation_id = 'bad' then raise exception 'not in my ledger'; end if; return new; end $$");
		jdbc.execute("create trigger mine before insert on " + entries + " for each row execute function " + entries
				+ "_mine()");
	}

	@Override
	void dropTrigger(JdbcTemplate jdbc, String entries) {
		jdbc.execute("drop trigger mine on " + entries);
	}

	/** Such a constraint speaks at the commit, unless it is asked before. */
	@Test
	void whatADeferredConstraintRefusesIsSetAside() {
		String known = prefix() + "known";
		jdbc().execute("create table " + known + " (id varchar(256) primary key)");
		jdbc().execute("alter table " + prefix() + "entries add constraint mine foreign key (operation_id) references "
				+ known + " deferrable initially deferred");
		Landed landed = land(frame(neighbour().created(), chain().created(), chain().toppedUp(5, "unknown", null)));
		assertThat(landed).returns(1, Landed::events).returns(2, Landed::refused);
		assertThat(reland()).returns(1, Relanding::events).returns(1L, Relanding::left);
		jdbc().update("insert into " + known + " values ('unknown')");
		assertThat(reland()).returns(1, Relanding::events).returns(0L, Relanding::left);
		assertThat(seqs(chain())).containsExactly(1L, 2L);
	}

}
