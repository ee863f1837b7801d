package io.escrowmint.ledger.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.RedisURI;

/**
 * A process that lands events, in one database or more at once, until it is killed. Small
 * batches make it likely that it dies between two of its steps.
 */
final class LedgerPumpMain {

	static final int PARTITIONS = 4;

	static final PumpOptions OPTIONS = PumpOptions.DEFAULTS.withBatchSize(50)
		.withTimes(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(50));

	private LedgerPumpMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				RedisQuotaStore store = open(redis, arguments[1])) {
			for (int index = 2; index < arguments.length; index++) {
				start(store, readerOf(index - 2), TestDatabase.pool(arguments[index], 2));
			}
			System.in.read();
		}
		System.exit(0);
	}

	private static void start(RedisQuotaStore store, String reader, DataSource database) {
		new LedgerPump(store.events(), new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX),
				OPTIONS.withReader(reader), LedgerListener.NONE, Thread::new)
			.start();
	}

	static String readerOf(int database) {
		return "ledger-" + database;
	}

	static RedisQuotaStore open(RedisClients redis, String prefix) {
		RedisQuotaStore store = RedisQuotaStore.create(redis.connectionFactory(),
				new RedisStoreOptions(StoreOptions.DEFAULTS.withPartitions(PARTITIONS), prefix));
		store.connect();
		return store;
	}

}
