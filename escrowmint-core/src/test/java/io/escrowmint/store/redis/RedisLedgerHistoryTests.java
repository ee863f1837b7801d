package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.LedgerHistoryContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;

/**
 * Random histories of the Redis engine, landed in PostgreSQL.
 */
class RedisLedgerHistoryTests extends LedgerHistoryContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabase.postgres();
	}

}
