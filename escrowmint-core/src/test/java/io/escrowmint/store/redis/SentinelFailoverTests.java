package io.escrowmint.store.redis;

import io.escrowmint.model.Consume;
import io.escrowmint.model.Figures;
import io.escrowmint.testing.EmbeddedSentinel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that dies behind a Sentinel. Replication is asynchronous: what the primary
 * acknowledged and the replica had not yet heard is gone, and no client can change that.
 * So one test kills at a quiet point, and is exact; the other kills in the middle of
 * things, and asks again under the same keys.
 */
@Timeout(300)
class SentinelFailoverTests {

	private static final long CREDITS = 100_000_000;

	private static final int THREADS = 4;

	private static final long SOME = 500;

	@Test
	void everyCallIsAccountedForWhenThePrimaryDies(TestReporter reporter) {
		try (EmbeddedSentinel redis = EmbeddedSentinel.start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected()) {
			store.topUp("w", CREDITS);
			SteadyLoad load = new SteadyLoad(store, THREADS, (number) -> Consume.of("w", 1));
			try (load) {
				load.awaitAcknowledged(SOME);
				load.whileQuiet(() -> {
					redis.awaitReplicated();
					assertThat(load.unknown() + load.unavailable()).isZero();
					redis.primary().kill();
				});
				load.awaitAcknowledged(SOME);
			}
			reporter.publishEntry("failover at a quiet point", load.toString());
			assertThat(redis.primary().isRunning()).isFalse();
			assertBooked(store, load.acknowledged(), load.unknown());
		}
	}

	@Test
	void callsWithKeysAreExactlyOnceWhenThePrimaryDiesUnderLoad(TestReporter reporter) {
		try (EmbeddedSentinel redis = EmbeddedSentinel.start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected()) {
			store.topUp("w", CREDITS);
			redis.awaitReplicated();
			SteadyLoad load = new SteadyLoad(store, THREADS, SentinelFailoverTests::keyed);
			try (load) {
				load.awaitAcknowledged(SOME);
				redis.primary().kill();
				load.awaitAcknowledged(SOME);
			}
			assertThat(store.figures("w").spent()).isLessThanOrEqualTo(load.sent());
			for (long number = 1; number <= load.sent(); number++) {
				assertThat(store.apply(keyed(number)).applied()).isTrue();
			}
			reporter.publishEntry("failover under load", load.toString());
			assertBooked(store, load.sent(), 0);
		}
	}

	private static Consume keyed(long number) {
		return Consume.of("w", 1).key("key " + number);
	}

	private static void assertBooked(OpenStore store, long certain, long possible) {
		Figures figures = store.figures("w");
		assertThat(figures.spent()).isBetween(certain, certain + possible);
		assertThat(figures.available()).isEqualTo(CREDITS - figures.spent());
		assertThat(figures.isLawful()).isTrue();
		assertThat(store.state("w").seq()).isEqualTo(2 + figures.spent());
		assertThat(store.apply(Consume.of("w", 1).key("afterwards")).applied()).isTrue();
	}

}
