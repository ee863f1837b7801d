package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.redis.TransportException.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatingTests {

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void passingTroubleIsRepeatedUntilThereIsAnAnswer() {
		CompletableFuture<String> answer = Repeating.until(in(Duration.ofSeconds(60)),
				() -> (this.attempts.incrementAndGet() < 3)
						? CompletableFuture.failedFuture(new TransportException(Kind.NOT_RUN, "not connected", null))
						: CompletableFuture.completedFuture("answer"));
		assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("answer");
		assertThat(this.attempts).hasValue(3);
	}

	@Test
	void pausesGrow() {
		CompletableFuture<String> answer = Repeating.until(in(Duration.ofSeconds(1)), () -> {
			this.attempts.incrementAndGet();
			return CompletableFuture.failedFuture(new TransportException(Kind.NOT_RUN, "not connected", null));
		});
		assertThat(answer).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StoreUnavailableException.class);
		assertThat(this.attempts).hasValueLessThan(10);
	}

	@Test
	void driverThatThrowsIsADriverThatFails() {
		CompletableFuture<String> answer = Repeating.until(in(Duration.ofMillis(50)), () -> {
			throw new IllegalStateException("cannot be started once stopped");
		});
		assertThat(answer).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StoreUnavailableException.class);
	}

	private static long in(Duration time) {
		return System.nanoTime() + time.toNanos();
	}

}
