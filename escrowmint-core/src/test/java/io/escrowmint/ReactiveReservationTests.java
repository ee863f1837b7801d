package io.escrowmint;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.ExtendResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a handle knows of a call whose {@code Mono} was canceled before the answer came.
 */
class ReactiveReservationTests {

	private static final Duration TTL = Duration.ofSeconds(30);

	private static final Cancel CANCEL = Cancel.of("w", "id");

	private static final Commit COMMIT = Commit.of("w", "id").maxDebt(0);

	private final CompletableFuture<Object> answer = new CompletableFuture<>();

	private final ScriptedStore store = new ScriptedStore().answer(Answers.reserved()).then(this.answer);

	private final ReactiveReservation hold = Objects.requireNonNull(
			new StoreReactiveQuotaService(new QuotaCalls(this.store, QuotaDefaults.DEFAULTS, Duration.ofMillis(1)))
				.reserve("w", 10, TTL, "id")
				.block());

	ReactiveReservationTests() {
		this.store.calls.clear();
	}

	@Test
	void canceledCommitThatFailedMayBeRepeated() {
		this.hold.commit().subscribe().dispose();
		this.answer.completeExceptionally(Answers.unavailable());
		this.store.answer(Answers.committed());
		this.hold.commit().block();
		assertThat(this.store.calls).containsExactly(COMMIT, COMMIT);
	}

	@Test
	void canceledCommitThatLeftTheHoldOpenIsFollowedByACancel() {
		this.hold.commit(12).subscribe().dispose();
		this.answer.complete(Answers.overrun());
		this.store.answer(Answers.canceled());
		this.hold.close().block();
		assertThat(this.store.calls).containsExactly(COMMIT.actual(12), CANCEL);
	}

	@Test
	void canceledCancelThatFailedIsRepeatedByClose() {
		this.hold.cancel().subscribe().dispose();
		this.answer.completeExceptionally(Answers.unavailable());
		this.store.answer(Answers.canceled());
		this.hold.close().block();
		assertThat(this.store.calls).containsExactly(CANCEL, CANCEL);
	}

	@Test
	void canceledCloseThatFailedIsRepeatedInTheBackground() {
		this.hold.close().subscribe().dispose();
		this.store.answer(Answers.canceled());
		this.answer.completeExceptionally(Answers.unavailable());
		await().untilAsserted(() -> assertThat(this.store.calls).containsExactly(CANCEL, CANCEL));
	}

	@Test
	void canceledExtendMovesTheExpiryThatIsShown() {
		Instant later = Answers.EXPIRY.plusSeconds(30);
		this.hold.extend(TTL).subscribe().dispose();
		this.answer.complete(new ExtendResult.Extended("w", "id", 10, later, 90, true));
		assertThat(this.hold.expiresAt()).isEqualTo(later);
	}

}
