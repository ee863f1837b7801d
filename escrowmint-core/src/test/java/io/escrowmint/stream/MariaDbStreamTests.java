package io.escrowmint.stream;

import java.time.Duration;
import java.time.Instant;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

class MariaDbStreamTests extends SqlStreamContract {

	MariaDbStreamTests() {
		super(TestDatabase.mariaDb(), "mariadb");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+00:00", "+05:30", "-11:00" })
	void timeOfTheDatabaseIsThatOfNoZone(String zone) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.database.url());
		config.setConnectionInitSql("set time_zone = '" + zone + "'");
		config.setMinimumIdle(0);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			SqlStreamStore store = new SqlStreamStore(pool, TransactionOperations.withoutTransaction());
			Long now = jdbc.queryForObject("select " + store.now(), Long.class);
			assertThat(Instant.ofEpochMilli(now)).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
					Instant.now().plus(Duration.ofMinutes(5)));
			Long precise = jdbc.queryForObject(
					"select " + store.now() + " - cast(unix_timestamp(now(3)) * 1000 as signed)", Long.class);
			assertThat(precise).isZero();
		}
	}

}
