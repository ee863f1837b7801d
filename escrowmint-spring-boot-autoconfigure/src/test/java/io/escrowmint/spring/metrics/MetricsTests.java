package io.escrowmint.spring.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.Settlement;
import io.escrowmint.model.Consume;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.spring.StoreOfFutures;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MetricsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void operationsAreTimedByNameAndOutcome() {
		QuotaStore store = new TimedStoreDecorator(this.registry)
			.decorate(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()));
		store.execute(TopUp.of("wallet", 5).key("key"));
		store.execute(TopUp.of("wallet", 5).key("key"));
		store.execute(TopUp.of("wallet", 6).key("key"));
		store.execute(Consume.of("wallet", 9));
		store.query(new Query.OfWallet("wallet"));
		assertThat(operations("top_up", "applied")).isOne();
		assertThat(operations("top_up", "replayed")).isOne();
		assertThat(operations("top_up", "idempotency_conflict")).isOne();
		assertThat(operations("consume", "insufficient_credits")).isOne();
		assertThat(operations("read_wallet", "answered")).isOne();
	}

	@Test
	void everyFailureHasItsOutcome() {
		StoreOfFutures raw = new StoreOfFutures();
		QuotaStore store = new TimedStoreDecorator(this.registry).decorate(raw);
		for (RuntimeException failure : new RuntimeException[] { new StoreUnavailableException("away", null),
				new OutcomeUnknownException("wallet", null, "lost", null), new WalletFencedException("wallet"),
				new CorruptStateException("wallet", "law"), new IllegalStateException() }) {
			raw.next = () -> CompletableFuture.failedFuture(failure);
			store.execute(Consume.of("wallet", 1));
		}
		for (String outcome : new String[] { "unavailable", "unknown", "fenced", "corrupt", "error" }) {
			assertThat(operations("consume", outcome)).as(outcome).isOne();
		}
	}

	@Test
	void meteredCallsAreCountedByWhatBecameOfThem() {
		MeteringMetrics metrics = new MeteringMetrics(this.registry);
		metrics.decided(new Admission.Admitted(3, new Admission.Balance(7, 3)));
		metrics.decided(new Admission.WalletRequired());
		metrics.ended(Ending.Kind.RETURNED, Duration.ofMillis(5));
		metrics.settled(new Settlement(Settlement.Kind.LATE, 3, 2));
		metrics.settleRepeated();
		metrics.extended(4);
		metrics.allowed(9);
		metrics.shadowed("charged", 8);
		assertThat(count("escrowmint.metered.requests", "outcome", "admitted")).isOne();
		assertThat(count("escrowmint.metered.requests", "outcome", "wallet_required")).isOne();
		assertThat(this.registry.get("escrowmint.metered.calls").tag("ending", "returned").timer().count()).isOne();
		assertThat(count("escrowmint.metered.settles", "outcome", "late")).isOne();
		assertThat(count("escrowmint.metered.credits.charged")).isEqualTo(3);
		assertThat(count("escrowmint.metered.credits.uncharged")).isEqualTo(2);
		assertThat(count("escrowmint.metered.settles.repeated")).isOne();
		assertThat(count("escrowmint.metered.holds.extended")).isEqualTo(4);
		assertThat(count("escrowmint.metered.credits.allowed")).isEqualTo(9);
		assertThat(count("escrowmint.metered.shadow.credits", "verdict", "charged")).isEqualTo(8);
	}

	@Test
	void everyEventOfLeasesIsCounted() {
		LeaseMetrics metrics = new LeaseMetrics(this.registry);
		metrics.granted(10, 10, false, Duration.ofMillis(3));
		metrics.granted(10, 7, true, Duration.ofMillis(3));
		metrics.refused(10);
		metrics.acquireFailed();
		metrics.refusedLocally();
		metrics.waited();
		metrics.direct();
		metrics.reported(4, false);
		metrics.reported(2, true);
		metrics.repeated();
		metrics.renewed();
		metrics.released(5);
		metrics.expired(6);
		metrics.settledLate(8);
		metrics.lost(9);
		for (String event : new String[] { "granted", "granted_in_part", "refused", "acquire_failed", "refused_locally",
				"waited", "direct", "reported", "reported_late", "repeated", "renewed", "released", "expired",
				"settled_late", "lost" }) {
			assertThat(count("escrowmint.leases.events", "event", event)).as(event).isOne();
		}
		Map.of("granted", 17, "booked", 6, "returned", 5, "expired", 6, "settled_late", 8, "lost", 9)
			.forEach((event, credits) -> assertThat(count("escrowmint.leases.credits", "event", event)).as(event)
				.isEqualTo((double) credits));
		assertThat(this.registry.get("escrowmint.leases.acquisitions").tag("kind", "refill").timer().count()).isOne();
	}

	@Test
	void exposureIsWhatLiesInTheProcess() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		store.execute(TopUp.of("secret-wallet", 10_000));
		try (CreditLeases leases = new StoreCreditLeases(store, LeaseOptions.DEFAULTS, LeaseListener.NONE)) {
			leases.start();
			new LeaseExposureMetrics(leases).bindTo(this.registry);
			leases.consume("secret-wallet", 5);
			leases.check("secret-wallet", 7).orElseThrow();
			LeaseExposure exposure = leases.exposure();
			assertThat(gauge("wallets")).isOne();
			assertThat(gauge("live")).isEqualTo(exposure.leases()).isPositive();
			assertThat(gauge("unspent")).isEqualTo(exposure.unspent()).isPositive();
			assertThat(gauge("held")).isEqualTo(7);
			await().until(() -> gauge("unreported") == 0);
			assertThat(this.registry.getMeters())
				.allSatisfy((meter) -> assertThat(meter.getId().toString()).doesNotContain("secret"));
		}
	}

	private double gauge(String name) {
		return this.registry.get("escrowmint.leases." + name).gauge().value();
	}

	@Test
	void noTagNamesAWalletOrKey() {
		QuotaStore store = new TimedStoreDecorator(this.registry)
			.decorate(new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system()));
		store.execute(TopUp.of("secret-wallet", 5).key("secret-key"));
		assertThat(this.registry.getMeters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().toString()).doesNotContain("secret"));
	}

	private long operations(String operation, String outcome) {
		return this.registry.get("escrowmint.operations")
			.tag("operation", operation)
			.tag("outcome", outcome)
			.timer()
			.count();
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

}
