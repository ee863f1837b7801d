package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class QuotaHealthIndicatorTests {

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	@Test
	void upWhileTheStoreAnswers() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		Health health = new QuotaHealthIndicator(store, List.of(), TIMEOUT, null, null).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).isEmpty();
	}

	@Test
	void warningsAreShownAndNoReasonToBeDown() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		Health health = new QuotaHealthIndicator(store, List.of(() -> List.of("persistence is off")), TIMEOUT, null,
				null)
			.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("warnings", List.of("persistence is off"));
	}

	@Test
	void whatCouldNotBeSettledIsShownEvenWhileTheStoreIsAway() {
		QuotaStore store = store(CompletableFuture.failedFuture(new StoreUnavailableException("no way", null)));
		StoreMeteringSessions sessions = new StoreMeteringSessions(store, 0, MeteringOptions.DEFAULTS,
				MeteringListener.NONE);
		Health health = new QuotaHealthIndicator(store, List.of(), TIMEOUT, sessions, null).health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("settles", Map.of("pending", 0, "late", 0L, "lost", 0L));
	}

	@Test
	void leasesOfThisProcessAreShown() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		store.execute(TopUp.of("wallet", 10_000));
		try (CreditLeases leases = new StoreCreditLeases(store, LeaseOptions.DEFAULTS, LeaseListener.NONE)) {
			leases.start();
			leases.check("wallet", 7).orElseThrow();
			Health health = new QuotaHealthIndicator(store, List.of(), TIMEOUT, null, leases).health();
			assertThat(health.getDetails()).containsEntry("leases",
					Map.of("live", 1L, "unspent", leases.exposure().unspent(), "held", 7L, "unreported", 0L));
		}
	}

	@Test
	void downWhenTheStoreCannotBeReached() {
		QuotaStore store = store(CompletableFuture.failedFuture(new StoreUnavailableException("no way", null)));
		assertThat(new QuotaHealthIndicator(store, List.of(), TIMEOUT, null, null).health().getStatus())
			.isEqualTo(Status.DOWN);
	}

	@Test
	void downWhenTheStoreDoesNotAnswerInTime() {
		QuotaStore store = store(new CompletableFuture<>());
		assertThat(new QuotaHealthIndicator(store, List.of(), TIMEOUT, null, null).health().getStatus())
			.isEqualTo(Status.DOWN);
	}

	private static QuotaStore store(CompletableFuture<Object> answer) {
		return new QuotaStore() {

			@Override
			public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
				throw new UnsupportedOperationException();
			}

			@Override
			@SuppressWarnings("unchecked")
			public <R> CompletionStage<R> query(Query<R> query) {
				return (CompletionStage<R>) answer;
			}

		};
	}

}
