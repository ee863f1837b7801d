package io.escrowmint.metering;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A late request waits less, and never less than half.
 */
@Timeout(60)
class PatienceTests {

	private final CompletableFuture<String> asked = new CompletableFuture<>();

	@Test
	void requestThatIsNotLateIsBoundedByTheStoreAlone() {
		Patience patience = new Patience(Duration.ofDays(1).toNanos());
		assertThat(patience.bound(this.asked, patience.deadline(System.nanoTime() + ofMinutes(1))))
			.isSameAs(this.asked);
	}

	@Test
	void answerThatIsThereIsGivenHoweverLateTheRequestIs() {
		this.asked.complete("yes");
		assertThat(late(ofMinutes(1), ofMinutes(60)).join()).isEqualTo("yes");
	}

	@Test
	void lateRequestGivesUpAndLeavesWhatItAskedForAlone() throws Exception {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(late(100_000_000, ofMinutes(1))::get)
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(this.asked).isNotDone();
	}

	@Test
	void halfIsTheStoresInAnyCase() {
		CompletableFuture<String> bounded = late(ofMinutes(10), ofMinutes(60));
		assertThat(bounded).isNotDone();
		this.asked.complete("yes");
		assertThat(bounded.join()).isEqualTo("yes");
	}

	private CompletableFuture<String> late(long patience, long late) {
		Patience bound = new Patience(patience);
		return bound.bound(this.asked, bound.deadline(System.nanoTime() - late)).toCompletableFuture();
	}

	private static long ofMinutes(long minutes) {
		return TimeUnit.MINUTES.toNanos(minutes);
	}

}
