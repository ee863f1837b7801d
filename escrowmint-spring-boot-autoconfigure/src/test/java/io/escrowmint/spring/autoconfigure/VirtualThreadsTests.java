package io.escrowmint.spring.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.escrowmint.WalletResolver;
import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyChanges;
import io.escrowmint.apikey.ApiKeyPage;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.escrowmint.store.SweepPage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What works in the background does so on virtual threads where Boot has them on, and
 * Java has them at all.
 */
class VirtualThreadsTests {

	private final Map<String, Thread> threads = new ConcurrentHashMap<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				SweeperAutoConfiguration.class, LeasesAutoConfiguration.class, MeteredAutoConfiguration.class,
				ApiKeysAutoConfiguration.class))
		.withPropertyValues("escrowmint.store=memory", "escrowmint.sweeper.interval=10ms",
				"escrowmint.api-keys.refresh=10ms")
		.withBean(WalletResolver.class, () -> (request) -> Optional.empty())
		.withBean("sweeping", ExpirySource.class, Sweeping::new, (definition) -> definition.setPrimary(true))
		.withBean(ApiKeyStore.class, Keys::new)
		.withBean(MeteringListener.class, Listener::new)
		.withBean(LeaseListener.class, Reports::new)
		.withBean(StoreDecorator.class, () -> OneFailure::new);

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void backgroundFollowsBoot(boolean enabled) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + enabled).run((context) -> {
			context.getBean(QuotaStore.class).execute(TopUp.of("wallet", 10));
			context.getBean(QuotaStore.class).execute(TopUp.of("leased", 10_000));
			context.getBean(CreditLeases.class).consume("leased", 1);
			MeteringSession session = context.getBean(MeteringSessions.class).begin();
			Terms terms = new Terms(Duration.ofMillis(200), Terms.DEFAULTS.commitOn(), Terms.DEFAULTS.overrun(),
					Terms.DEFAULTS.late(), Terms.DEFAULTS.onUnavailable(), Terms.DEFAULTS.onDisconnect(),
					Terms.DEFAULTS.path());
			session.admit(List.of(new Demand("", "wallet", 1, terms, null, Trace.NONE)));
			await().until(() -> this.threads.containsKey("escrowmint-hold-keeper"));
			session.end(Ending.returned());
			await().untilAsserted(() -> assertThat(this.threads).containsKeys("escrowmint-hold-keeper",
					"escrowmint-settler", "escrowmint-sweeper", "escrowmint-api-keys", "escrowmint-leases"));
			boolean virtual = enabled && Runtime.version().feature() >= 21;
			assertThat(this.threads.values()).allSatisfy((thread) -> {
				assertThat(isVirtual(thread)).as(thread.getName()).isEqualTo(virtual);
				assertThat(thread.isDaemon()).isTrue();
			});
		});
	}

	// Java 17, which the tests are compiled for, does not know the method.
	private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
		if (Runtime.version().feature() < 21) {
			return false;
		}
		Method isVirtual = Thread.class.getMethod("isVirtual");
		return (boolean) isVirtual.invoke(thread);
	}

	private void note() {
		Thread thread = Thread.currentThread();
		if (thread.getName().startsWith("escrowmint-")) {
			this.threads.put(thread.getName().replaceAll("\\d+$", ""), thread);
		}
	}

	private final class Reports implements LeaseListener {

		@Override
		public void reported(long booked, boolean late) {
			note();
		}

	}

	private final class Listener implements MeteringListener {

		@Override
		public void extended(int holds) {
			note();
		}

	}

	private final class OneFailure implements QuotaStore {

		private final QuotaStore store;

		private boolean failed;

		OneFailure(QuotaStore store) {
			this.store = store;
		}

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			note();
			if (command instanceof Commit && !this.failed) {
				this.failed = true;
				return CompletableFuture.failedFuture(new StoreUnavailableException("away for a moment", null));
			}
			return this.store.execute(command);
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return this.store.query(query);
		}

	}

	private final class Sweeping implements ExpirySource {

		@Override
		public int partitions() {
			return 1;
		}

		@Override
		public CompletionStage<SweepPage> sweep(int partition, int limit) {
			note();
			return CompletableFuture.completedFuture(SweepPage.NOTHING);
		}

	}

	private final class Keys implements ApiKeyStore {

		@Override
		public Optional<ApiKeyRecord> apply(ApiKeyChange change) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int restore(List<ApiKeyRecord> records) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int purge(Instant endedBefore) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ApiKeyChanges changes(long after, int limit) {
			note();
			throw new StoreUnavailableException("There are none", null);
		}

		@Override
		public Optional<ApiKeyRecord> find(String id) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ApiKeyPage list(String wallet, int limit, String after) {
			throw new UnsupportedOperationException();
		}

	}

}
