package io.escrowmint.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Ways to read a balance, add one and write it back, on an account of its own each.
 */
enum Contender {

	ROW_LOCK {

		@Override
		void increment(Tools tools) {
			tools.write(this, tools.lockedBalance(this) + 1);
		}

	},

	ADVISORY_LOCK {

		@Override
		void increment(Tools tools) {
			tools.names().lock(name(), PATIENCE);
			tools.write(this, tools.read(this, "balance") + 1);
		}

	},

	BOTH_LOCKS {

		@Override
		void increment(Tools tools) {
			tools.names().lock(name(), PATIENCE);
			ROW_LOCK.incrementOf(this, tools);
		}

	},

	OPTIMISTIC_RETRY {

		@Override
		void increment(Tools tools) {
			long version = tools.read(this, "version");
			long balance = tools.read(this, "balance");
			tools.updates()
				.update(VersionedUpdate.of("account", Columns.of("id", ordinal()), version,
						Columns.of("balance", balance + 1)));
		}

	};

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	abstract void increment(Tools tools);

	void incrementOf(Contender account, Tools tools) {
		tools.write(account, tools.lockedBalance(account) + 1);
	}

	/**
	 * What the contenders use.
	 */
	record Tools(JdbcClient sql, RowLocks rows, AdvisoryLocks names, OptimisticUpdates updates,
			IdempotentInserts inserts, TransactionRetry retry) {

		static Tools of(DataSource dataSource) {
			return new Tools(JdbcClient.create(dataSource), new RowLocks(dataSource, JdbcListener.NONE),
					new AdvisoryLocks(dataSource, JdbcListener.NONE),
					new OptimisticUpdates(dataSource, JdbcListener.NONE),
					new IdempotentInserts(dataSource, JdbcListener.NONE),
					new TransactionRetry(new JdbcTransactionManager(dataSource),
							new RetryOptions(1000, Duration.ofMillis(2), Duration.ofMillis(100)), JdbcListener.NONE));
		}

		long lockedBalance(Contender account) {
			return this.rows
				.lockOne(RowSelection.of("account", Columns.of("id", account.ordinal())),
						(row, number) -> row.getLong("balance"))
				.orElseThrow();
		}

		long read(Contender account, String column) {
			return this.sql.sql("SELECT %s FROM account WHERE id = ?".formatted(column))
				.param(account.ordinal())
				.query(Long.class)
				.single();
		}

		void write(Contender account, long balance) {
			this.sql.sql("UPDATE account SET balance = ? WHERE id = ?").params(balance, account.ordinal()).update();
		}

	}

}
