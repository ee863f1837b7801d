package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.contract.Calls;
import io.escrowmint.ledger.LedgerAudit;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.RestartablePostgreSql;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real servers that go away under load and come back: the pump says so, goes on by
 * itself, and nothing is missing and nothing is there twice.
 */
@Timeout(240)
class PumpOutageTests {

	private static final List<String> WALLETS = List.of("a", "b", "c", "d", "e");

	private static final PumpOptions OPTIONS = PumpOptions.DEFAULTS.withTimes(Duration.ofMillis(10),
			Duration.ofMillis(100), Duration.ofMillis(50));

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong calls = new AtomicLong();

	@Test
	void databaseThatGoesAwayUnderLoadGetsAllEventsOnceWhenItIsBack() throws Exception {
		try (RestartablePostgreSql postgres = RestartablePostgreSql.start();
				HikariDataSource database = pool(postgres.url());
				RedisQuotaStore store = store(TestRedis.shared().connectionFactory())) {
			LedgerPump pump = pump(store, database);
			underLoad(store, pump, () -> {
				postgres.stop();
				long before = this.calls.get();
				await().until(() -> pump.status().lastError() != null && this.calls.get() > before + 100);
				await().until(() -> pump.status().backlog() > 0 && pump.status().lag().toMillis() > 500);
				postgres.restart();
			});
			assertAllIsLanded(store, pump, database);
		}
	}

	@Test
	void redisThatGoesAwayUnderLoadIsReadOnWhenItIsBack() throws Exception {
		try (TestDatabase database = TestDatabase.h2();
				EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();
				RedisQuotaStore store = store(redis.connectionFactory())) {
			LedgerPump pump = pump(store, database.dataSource());
			underLoad(store, pump, () -> {
				redis.stop();
				await().until(() -> pump.status().lastError() != null);
				redis.start();
			});
			assertAllIsLanded(store, pump, database.dataSource());
		}
	}

	private static HikariDataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(4);
		config.setConnectionTimeout(1_000);
		return new HikariDataSource(config);
	}

	private static RedisQuotaStore store(LettuceConnectionFactory factory) {
		RedisQuotaStore store = RedisQuotaStore.create(factory,
				new RedisStoreOptions(StoreOptions.DEFAULTS.withPartitions(4), "outage-" + UUID.randomUUID()));
		await().until(store::connect);
		return store;
	}

	private static LedgerPump pump(RedisQuotaStore store, DataSource database) {
		LedgerSchema.create(database, JdbcLedgerStore.TABLE_PREFIX);
		return new LedgerPump(store.events(), new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX), OPTIONS,
				LedgerListener.NONE, Thread::new);
	}

	private void underLoad(RedisQuotaStore store, LedgerPump pump, Runnable outage) throws InterruptedException {
		whileShortOfTime().untilAsserted(() -> Calls.await(store.events().register(OPTIONS.reader())));
		pump.start();
		Thread load = new Thread(() -> load(store));
		load.start();
		try {
			await().until(() -> this.calls.get() > 200 && pump.status().landed() > 100);
			outage.run();
			long since = this.calls.get();
			await().until(() -> this.calls.get() > since + 200);
		}
		catch (RuntimeException | Error ex) {
			pump.stop();
			throw ex;
		}
		finally {
			this.over.set(true);
			load.join();
		}
	}

	private void load(RedisQuotaStore store) {
		Random random = new Random(7);
		while (!this.over.get()) {
			String wallet = WALLETS.get(random.nextInt(WALLETS.size()));
			try {
				Calls.await(store.execute(TopUp.of(wallet, 5)));
				Calls.await(store.execute(Consume.of(wallet, 1 + random.nextInt(5))));
				this.calls.addAndGet(2);
			}
			catch (StoreUnavailableException | OutcomeUnknownException ex) {
				LockSupport.parkNanos(5_000_000);
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	private void assertAllIsLanded(RedisQuotaStore store, LedgerPump pump, DataSource database) {
		try {
			await().ignoreExceptions()
				.until(() -> IntStream.range(0, 4)
					.allMatch((number) -> Calls.await(store.events().length(number)) == 0));
			await().until(() -> pump.status().lastError() == null && pump.status().lag().toMillis() < 500);
			LedgerAudit audit = new LedgerAudit(new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX));
			long entries = WALLETS.stream().mapToLong((wallet) -> audit.check(state(store, wallet))).sum();
			assertThat(entries).isGreaterThanOrEqualTo(this.calls.get());
			assertThat(pump.status().gaps()).isZero();
			assertThat(pump.status().divergences()).isZero();
		}
		finally {
			pump.stop();
		}
	}

	private static WalletState state(RedisQuotaStore store, String wallet) {
		return whileShortOfTime().until(() -> Calls.await(store.query(new Query.OfWallet(wallet))), Objects::nonNull);
	}

	private static ConditionFactory whileShortOfTime() {
		return await().ignoreException(StoreUnavailableException.class);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

}
