package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeasesLifecycleTests {

	private final RecordedLeases recorded = new RecordedLeases();

	@Test
	void startsBeforeMeteringAndStopsAfterIt() {
		// The connection factories of Spring Data stand at 0.
		assertThat(lifecycle().getPhase()).isLessThan(MeteringLifecycle.PHASE).isPositive();
	}

	@Test
	void drainsWithinTheTimeOfThePhaseAndThenStops() throws Exception {
		LeasesLifecycle lifecycle = lifecycle();
		lifecycle.start();
		CountDownLatch stopped = new CountDownLatch(1);
		lifecycle.stop(stopped::countDown);
		assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.recorded.calls).containsExactly("start", "drain[PT27S]", "stop");
	}

	@Test
	void warmsUpBeforeTheStartGoesOn() {
		lifecycle("a", "b").start();
		assertThat(this.recorded.calls).containsExactly("start", "prewarm[[a, b], PT3S]");
	}

	@Test
	void startsEvenIfTheStoreIsAway() {
		this.recorded.failure = new StoreUnavailableException("away", null);
		assertThatCode(lifecycle("a")::start).doesNotThrowAnyException();
	}

	@Test
	void namesThePropertyThatHoldsNoWallet() {
		this.recorded.failure = new InvalidRequestException("wallet", "", "must not be empty");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(lifecycle("")::start)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("escrowmint.leases.prewarm.wallets"));
	}

	private LeasesLifecycle lifecycle(String... wallets) {
		return new LeasesLifecycle(this.recorded.leases,
				new LeasesProperties.Prewarm(List.of(wallets), Duration.ofSeconds(3)), Duration.ofSeconds(30),
				Thread::new);
	}

}
