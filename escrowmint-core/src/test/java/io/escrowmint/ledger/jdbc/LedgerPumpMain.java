package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
 * A process that lands events, in one database or more at once, from the first line of
 * its input on until it is killed. Small batches make it likely that it dies between two
 * of its steps.
 */
final class LedgerPumpMain {

	static final int PARTITIONS = 4;

	static final PumpOptions OPTIONS = PumpOptions.DEFAULTS.withBatchSize(50)
		.withTimes(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(50))
		.withRefusedRetry(Duration.ofMillis(50));

	private LedgerPumpMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				RedisQuotaStore store = open(redis, arguments[1])) {
			List<LedgerPump> pumps = new ArrayList<>();
			for (int index = 2; index < arguments.length; index++) {
				pumps.add(pump(store, readerOf(index - 2), TestDatabase.pool(arguments[index], 2)));
			}
			System.out.println("ready");
			if (System.in.read() >= 0) {
				pumps.forEach(LedgerPump::start);
			}
			while (System.in.read() >= 0) {
				Thread.onSpinWait();
			}
		}
		System.exit(0);
	}

	private static LedgerPump pump(RedisQuotaStore store, String reader, DataSource database) {
		JdbcLedgerStore ledger = new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX);
		ledger.wallet("nobody");
		return new LedgerPump(store.events(), ledger, OPTIONS.withReader(reader), LedgerListener.NONE, Thread::new);
	}

	static String readerOf(int database) {
		return "ledger-" + database;
	}

	static RedisQuotaStore open(RedisClients redis, String prefix) {
		RedisQuotaStore store = RedisQuotaStore.create(redis.connectionFactory(), new RedisStoreOptions(
				StoreOptions.DEFAULTS.withPartitions(PARTITIONS).withTimeout(Duration.ofSeconds(20)), prefix));
		store.connect();
		return store;
	}

}
