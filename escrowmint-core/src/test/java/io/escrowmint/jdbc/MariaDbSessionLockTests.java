package io.escrowmint.jdbc;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session that cannot give its lock back does not go on with it.
 */
class MariaDbSessionLockTests {

	@Test
	void sessionWhoseLockCannotBeGivenBackIsEnded() {
		try (TestDatabase database = TestDatabase.mariaDb(); HikariDataSource pool = database.pool(1)) {
			AdvisoryLocks locks = new AdvisoryLocks(pool, JdbcListener.NONE);
			JdbcClient sql = JdbcClient.create(pool);
			TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
			long session = transactions.execute((status) -> {
				locks.lock("name", Duration.ZERO);
				sql.sql("SELECT RELEASE_ALL_LOCKS()").query(Integer.class).single();
				return session(sql);
			});
			assertThat(session(sql)).isNotEqualTo(session);
		}
	}

	private static long session(JdbcClient sql) {
		return sql.sql("SELECT CONNECTION_ID()").query(Long.class).single();
	}

}
