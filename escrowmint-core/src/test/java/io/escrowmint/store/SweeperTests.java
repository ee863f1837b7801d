package io.escrowmint.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SweeperTests {

	private static final SweepPage PAGE = new SweepPage(1, 2, 0, Duration.ofMillis(5), false);

	@Test
	void anErrorOfOnePartitionLeavesTheOthersSwept() {
		Sweeper sweeper = sweeper(3, (partition) -> switch (partition) {
			case 0 -> throw new IllegalStateException("expected");
			case 1 -> CompletableFuture.failedFuture(new IllegalStateException("expected"));
			default -> CompletableFuture.completedFuture(PAGE);
		});

		assertThat(sweeper.sweepNow()).isEqualTo(new SweepPage(1, 2, 2, Duration.ofMillis(5), false));
		assertThat(sweeper.failed()).isEqualTo(2);
		assertThat(sweeper.reclaimed()).isEqualTo(2);
		assertThat(sweeper.lag()).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void lagDoesNotFallWhileThereIsNoAnswer() {
		AtomicInteger calls = new AtomicInteger();
		Sweeper sweeper = sweeper(1, (partition) -> switch (calls.incrementAndGet()) {
			case 1 -> CompletableFuture.completedFuture(PAGE);
			case 2 -> CompletableFuture.failedFuture(new IllegalStateException("expected"));
			default -> CompletableFuture.completedFuture(SweepPage.NOTHING);
		});
		sweeper.sweepNow();
		sweeper.sweepNow();
		assertThat(sweeper.lag()).isEqualTo(Duration.ofMillis(5));
		sweeper.sweepNow();
		assertThat(sweeper.lag()).isZero();
	}

	@Test
	void pagesAreFollowedUntilNothingIsDue() {
		AtomicInteger calls = new AtomicInteger();
		Sweeper sweeper = sweeper(1, (partition) -> CompletableFuture
			.completedFuture(new SweepPage(1, 1, 0, Duration.ZERO, calls.incrementAndGet() < 4)));

		assertThat(sweeper.sweepNow()).isEqualTo(new SweepPage(4, 4, 0, Duration.ZERO, false));
	}

	@Test
	void aSweepEndsThoughThereIsAlwaysMore() {
		Sweeper sweeper = sweeper(1,
				(partition) -> CompletableFuture.completedFuture(new SweepPage(1, 0, 0, Duration.ZERO, true)));

		assertThat(sweeper.sweepNow().more()).isTrue();
	}

	@Test
	void noErrorEndsTheLoop() {
		AtomicInteger calls = new AtomicInteger();
		Sweeper sweeper = sweeper(1, (partition) -> {
			if (calls.incrementAndGet() < 3) {
				throw new StackOverflowError("expected");
			}
			return CompletableFuture.completedFuture(PAGE);
		});
		sweeper.start();
		sweeper.start();
		try {
			await().until(() -> sweeper.reclaimed() > 0);
			assertThat(sweeper.failed()).isEqualTo(2);
		}
		finally {
			sweeper.stop();
		}
		assertThat(sweeper.isRunning()).isFalse();
	}

	@Test
	void stopInterruptsAStoreThatDoesNotAnswer() {
		AtomicInteger calls = new AtomicInteger();
		Sweeper sweeper = sweeper(1, (partition) -> {
			calls.incrementAndGet();
			return new CompletableFuture<>();
		});
		sweeper.start();
		await().until(() -> calls.get() == 1);

		await().atMost(Duration.ofSeconds(30)).until(() -> {
			sweeper.stop();
			return true;
		});
		assertThat(calls).hasValue(1);
	}

	private static Sweeper sweeper(int partitions, IntFunction<CompletionStage<SweepPage>> answer) {
		ExpirySource source = new ExpirySource() {

			@Override
			public int partitions() {
				return partitions;
			}

			@Override
			public CompletionStage<SweepPage> sweep(int partition, int limit) {
				return answer.apply(partition);
			}

		};
		return new Sweeper(source, new Sweeper.Options(Duration.ofMillis(1), 10));
	}

}
