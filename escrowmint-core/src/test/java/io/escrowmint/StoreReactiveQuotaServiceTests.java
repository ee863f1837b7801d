package io.escrowmint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.TopUpResult;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StoreReactiveQuotaServiceTests {

	private static final Duration TTL = Duration.ofSeconds(30);

	private final ScriptedStore store = new ScriptedStore();

	private final ReactiveQuotaService quota = new StoreReactiveQuotaService(
			new QuotaCalls(this.store, QuotaDefaults.DEFAULTS, Duration.ofMillis(1)));

	@Test
	void nothingIsSentBeforeASubscription() {
		Mono<ReserveResult> reserve = this.quota.tryReserve("w", 10, TTL);
		assertThat(this.store.calls).isEmpty();
		this.store.answer(Answers.reserved()).answer(Answers.reserved());
		reserve.block();
		reserve.block();
		assertThat(this.store.calls).extracting((call) -> ((Reserve) call).id()).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void recordKeepsItsIdWhenSubscribedAgain() {
		this.store.fail(Answers.unavailable()).answer(Answers.reserved());
		this.quota.tryReserve(Reserve.of("w", 10, TTL)).retry(1).block();
		assertThat(this.store.calls).hasSize(2);
		assertThat(this.store.calls.get(0)).isEqualTo(this.store.calls.get(1));
	}

	@Test
	void badInputIsAnErrorSignal() {
		Mono<TopUpResult> topUp = this.quota.topUp("w", 0);
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(topUp::block);
	}

	@Test
	void reserveEndsWithAnErrorForARefusal() {
		this.store.answer(Answers.insufficient());
		assertThatExceptionOfType(InsufficientCreditsException.class)
			.isThrownBy(() -> this.quota.reserve("w", 10, TTL).block());
	}

	@Test
	void canceledReserveIsCanceledInTheStore() {
		this.store.then(new CompletableFuture<>()).answer(Answers.canceled());
		Disposable subscription = this.quota.reserve("w", 10, TTL, "id").subscribe();
		subscription.dispose();
		assertThat(this.store.calls).last().isEqualTo(Cancel.of("w", "id"));
	}

	@Test
	void canceledAllocationIsReleasedInTheStore() {
		this.store.then(new CompletableFuture<>()).answer(Answers.released());
		this.quota.allocateLease(Answers.allocate()).subscribe().dispose();
		assertThat(this.store.calls).last().isEqualTo(ReleaseLease.of("w", "id", "me"));
	}

	@Test
	void canceledTopUpRunsToItsEnd() {
		this.quota.topUp("w", 5).subscribe().dispose();
		assertThat(this.store.calls).hasSize(1);
	}

	@Test
	void cancelAfterTheAnswerDoesNothing() {
		this.store.answer(Answers.reserved());
		this.quota.reserve("w", 10, TTL, "id").subscribe().dispose();
		assertThat(this.store.calls).hasSize(1);
	}

	@Test
	void unknownReserveIsCanceledInTheBackground() {
		this.store.fail(Answers.unknown()).answer(Answers.canceled());
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.quota.reserve("w", 10, TTL, "id").block());
		assertThat(this.store.calls).last().isEqualTo(Cancel.of("w", "id"));
	}

	@Test
	void handleSettlesWhatItsUserReturns() {
		this.store.answer(Answers.reserved()).answer(Answers.committed());
		Mono.usingWhen(this.quota.reserve("w", 10, TTL, "id"), (hold) -> Mono.just(4L).flatMap(hold::commit),
				ReactiveReservation::close)
			.block();
		assertThat(this.store.calls).hasSize(2).last().isEqualTo(Commit.of("w", "id").actual(4).maxDebt(0));
	}

	@Test
	void handleCancelsWhenItsUserFails() {
		this.store.answer(Answers.reserved()).answer(Answers.canceled());
		Mono<Object> work = Mono.usingWhen(this.quota.reserve("w", 10, TTL, "id"),
				(hold) -> Mono.error(new IllegalStateException("no luck")), ReactiveReservation::close);
		assertThatIllegalStateException().isThrownBy(work::block).withMessage("no luck");
		assertThat(this.store.calls).last().isEqualTo(Cancel.of("w", "id"));
	}

	@Test
	void handleSettlesOnce() {
		this.store.answer(Answers.reserved()).answer(Answers.canceled());
		ReactiveReservation hold = this.quota.reserve("w", 10, TTL, "id").block();
		assertThat(hold).isNotNull();
		hold.cancel().block();
		assertThatIllegalStateException().isThrownBy(() -> hold.commit().block());
		hold.close().block();
		assertThat(this.store.calls).hasSize(2);
	}

}
