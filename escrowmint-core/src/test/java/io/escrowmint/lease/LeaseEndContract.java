package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.escrowmint.contract.Calls;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * How leases end on any engine, whatever was lost on the way: none is left to expire that
 * can be given back, and nothing that was used stays untold.
 */
public abstract class LeaseEndContract extends LeaseHouseContract {

	private static final Predicate<Command<?>> NONE = (command) -> false;

	private static final Runnable NOTHING = () -> {
	};

	@ParameterizedTest
	@EnumSource
	void aLeaseThatComesAfterItsDeadlineGoesBack(LeaseExpiry expiry) {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(expiry);
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<LeaseConsumption> call = leases.consumeAsync(this.house.wallet, 1);
		// The process stands still before the store gets to see the request.
		this.house.advance(Duration.ofSeconds(11));
		this.house.line.gate.complete(null);
		assertThat(Calls.await(call)).isEqualTo(new LeaseConsumption.Consumed(true));
		untilWithoutTime(() -> this.house.assertFigures(99_000, 0, 999, 1, 100_000, 0));
	}

	@ParameterizedTest
	@EnumSource
	void aLeaseWhoseRenewalHadNoAnswerGoesBack(LeaseExpiry expiry) {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(expiry);
		leases.consume(this.house.wallet, 1);
		this.house.untilReported();
		this.house.line.forgetful = RenewLease.class::isInstance;
		this.house.advance(Duration.ofMillis(4_800));
		this.house.tick();
		this.house.soon(() -> assertThat(this.house.heard.repeated).hasPositiveValue());
		this.house.advance(Duration.ofSeconds(6));
		untilWithoutTime(() -> this.house.assertFigures(99_999, 0, 0, 1, 100_000, 0));
	}

	@Test
	void aLeaseIsRenewedBeforeItIsReported() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.sent.clear();
		this.house.advance(LeaseHouse.TERMS.duration().dividedBy(2));
		this.house.tick();
		this.house.untilReported();
		assertThat(this.house.line.sent.get(0)).isInstanceOf(RenewLease.class);
		assertThat(this.house.line.sent(ReportLease.class)).isOne();
	}

	@Test
	void whatIsSpentIsReportedThoughNoRenewalIsTaken() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.untilReported();
		this.house.line.cut = RenewLease.class::isInstance;
		this.house.advance(LeaseHouse.TERMS.duration().dividedBy(2));
		leases.consume(this.house.wallet, 5);
		this.house.tick();
		this.house.soon(() -> this.house.assertFigures(99_000, 0, 985, 15, 100_000, 0));
		assertThat(this.house.heard.repeated).hasPositiveValue();
	}

	@Test
	void leasesThatHaveEndedWithAHoldMakeRoomForOthers() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		for (int lease = 0; lease < 2; lease++) {
			assertThat(leases.check(this.house.wallet, 10).orElseThrow().isLocal()).isTrue();
			this.house.line.cut = (command) -> true;
			this.house.advance(LeaseHouse.TERMS.duration().plusSeconds(1));
			this.house.tick();
			this.house.line.cut = NONE;
			this.house.soon(() -> assertThat(this.house.figures().leased()).isZero());
		}
		assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 2, 0, 20, 0));
		assertThat(leases.check(this.house.wallet, 10).orElseThrow().isLocal()).isTrue();
	}

	@Test
	void whatCouldNotBeToldAtTheStopIsToldWhenTheStoreIsBack() {
		this.house.topUp(100_000);
		StoreCreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.cut = (command) -> true;
		this.house.tick();
		stopWithoutPatience(leases);
		this.house.line.cut = NONE;
		this.house.advance(Duration.ofSeconds(3));
		this.house.soon(() -> this.house.assertFigures(99_990, 0, 0, 10, 100_000, 0));
	}

	@Test
	void afterAStopWhatHasNoAnswerIsGivenUpInTheEnd() {
		this.house.topUp(100_000);
		Duration patience = Duration.ofMillis(100);
		StoreCreditLeases leases = this.house.open(LeaseHouse.OPTIONS.withPatience(patience));
		leases.consume(this.house.wallet, 10);
		this.house.line.cut = (command) -> true;
		stopWithoutPatience(leases);
		this.house.soon(() -> assertThat(this.house.heard.repeated).hasPositiveValue());
		this.house.advanceHere(patience);
		int sent = this.house.line.sent.size();
		assertThat(sent).isGreaterThan(1);
		this.house.soon(() -> assertThat(System.nanoTime() - this.house.line.lastSent)
			.isGreaterThan(Duration.ofMillis(250).toNanos()));
		assertThat(this.house.line.sent).hasSizeLessThanOrEqualTo(sent + 1);
	}

	@Test
	void everyHoldThatEndsAfterTheStopIsToldAtOnce() {
		this.house.topUp(100_000);
		StoreCreditLeases leases = this.house.open();
		LeaseReservation first = leases.check(this.house.wallet, 100).orElseThrow();
		LeaseReservation second = leases.check(this.house.wallet, 100).orElseThrow();
		LeaseReservation open = leases.check(this.house.wallet, 100).orElseThrow();
		leases.stop();
		this.house.line.gate = new CompletableFuture<>();
		first.settle(10);
		second.settle(20);
		this.house.line.gate.complete(null);
		this.house.soon(() -> this.house.assertFigures(99_000, 0, 970, 30, 100_000, 0));
		assertThat(open.isOpen()).isTrue();
	}

	@Test
	void aConsumeThatTheStopOvertakesIsTold() {
		this.house.topUp(100_000);
		AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);
		try (StoreCreditLeases leases = leasesThatRun(next)) {
			leases.start();
			leases.consume(this.house.wallet, 1);
			// Between taking the credits and counting them as spent.
			next.set(leases::stop);
			assertThat(leases.consume(this.house.wallet, 50)).isTrue();
			assertThat(leases.isRunning()).isFalse();
			this.house.soon(() -> this.house.assertFigures(99_949, 0, 0, 51, 100_000, 0));
		}
	}

	@Test
	void stopAfterADrainHasWhatThatHasLeft() {
		this.house.topUp(100_000);
		StoreCreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.cut = (command) -> true;
		assertThat(leases.drain(Duration.ofMillis(20))).isFalse();
		long begun = System.nanoTime();
		leases.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
		this.house.line.cut = NONE;
		this.house.advance(Duration.ofSeconds(3));
		this.house.soon(() -> this.house.assertFigures(99_990, 0, 0, 10, 100_000, 0));
	}

	@Test
	void stopWaitsForWhatWasSpentBesideAnOpenHold() {
		this.house.topUp(100_000);
		StoreCreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		leases.consume(this.house.wallet, 50);
		this.house.line.cut = (command) -> this.house.line.sent(ReportLease.class) < 2;
		this.house.stop(leases, () -> assertThat(this.house.figures().spent()).isEqualTo(50));
		assertThat(hold.isOpen()).isTrue();
	}

	@Test
	void anErrorOfAListenerLeavesNobodyWaiting() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.heard.onGrant = () -> {
			throw new NoClassDefFoundError("a meter");
		};
		assertThat(Calls.await(leases.consumeAsync(this.house.wallet, 5)).applied()).isTrue();
	}

	@Test
	void anErrorDoesNotEndTheLookingAfter() {
		this.house.topUp(100_000);
		AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);
		try (StoreCreditLeases leases = leasesThatRun(next)) {
			leases.start();
			leases.consume(this.house.wallet, 5);
			next.set(() -> {
				throw new NoClassDefFoundError("a clock");
			});
			assertThatNoException().isThrownBy(leases::tick);
			leases.tick();
			this.house.soon(() -> assertThat(this.house.figures().spent()).isEqualTo(5));
		}
	}

	@Test
	void drainWaitsForALeaseThatMayHaveBeenGranted() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.forgetful = AllocateLease.class::isInstance;
		this.house.line.cut = ReleaseLease.class::isInstance;
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> leases.consume(this.house.wallet, 1));
		assertDrainsWithTheStore(leases);
		this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0);
	}

	@Test
	void drainWaitsForWhatIsSettledInTheStore() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 1_001).orElseThrow();
		this.house.line.cut = Commit.class::isInstance;
		CompletionStage<LeaseSettlement> settlement = hold.settleAsync(7, Overrun.REJECT, 0);
		assertDrainsWithTheStore(leases);
		assertThat(Calls.await(settlement)).isEqualTo(new LeaseSettlement.Charged(7, 7, false));
		this.house.assertFigures(99_993, 0, 0, 7, 100_000, 0);
	}

	@Test
	void drainWaitsForWhatIsGivenBackToTheStore() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 1_001).orElseThrow();
		this.house.line.cut = Cancel.class::isInstance;
		hold.cancel();
		assertDrainsWithTheStore(leases);
		this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0);
	}

	@Test
	void nothingIsLeasedForACallThatTheStartOvertakes() {
		this.house.topUp(100_000);
		AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);
		try (StoreCreditLeases leases = leasesThatRun(next)) {
			next.set(leases::start);
			assertThat(leases.consume(this.house.wallet, 1)).isTrue();
			assertThat(leases.isRunning()).isTrue();
			this.house.assertFigures(99_999, 0, 0, 1, 100_000, 0);
		}
	}

	@Test
	void aCallThatWaitsForLongerThanItsWalletIsHereIsCharged() {
		this.house.topUp(700);
		StoreCreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(1_000, 100, 1_000, 2_000));
		this.house.line.replies = (task) -> new Thread(task).start();
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<LeaseConsumption> first = leases.consumeAsync(this.house.wallet, 600);
		CompletionStage<LeaseConsumption> second = leases.consumeAsync(this.house.wallet, 400);
		// The lease is too small for both, and slow to be told.
		this.house.heard.onGrant = () -> {
			this.house.heard.onGrant = () -> {
			};
			this.house.topUp(100_000);
			this.house.until(() -> assertThat(leases.exposure()).isEqualTo(LeaseExposure.NONE));
		};
		this.house.line.gate.complete(null);
		assertThat(Calls.await(first).applied()).isTrue();
		assertThat(Calls.await(second).applied()).isTrue();
		this.house.until(() -> this.house.assertFigures(99_700, 0, 0, 1_000, 100_700, 0));
	}

	@Test
	void aSettleGoesOnWhateverBecomesOfThoseWhoWait() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		this.house.line.cut = (command) -> true;
		CompletionStage<LeaseSettlement> settlement = hold.settleAsync(1_500, Overrun.AVAILABLE, 0, (failure) -> {
			throw new IllegalStateException("Nobody waits any more", failure);
		});
		this.house.line.cut = NONE;
		assertThat(Calls.await(settlement)).isEqualTo(new LeaseSettlement.Charged(1_500, 1_500, false));
	}

	@Test
	void whoeverWaitsInVainForLeasesMayTakeTheirTime() {
		this.house.recallPatience = Duration.ofMillis(300);
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 1);
		this.house.line.cut = (command) -> true;
		CompletableFuture<String> thread = leases.recall(this.house.wallet, 1)
			.thenApply((back) -> Thread.currentThread().getName())
			.toCompletableFuture();
		String timer = new CompletableFuture<String>().completeOnTimeout("", 200, TimeUnit.MILLISECONDS)
			.thenApply((late) -> Thread.currentThread().getName())
			.join();
		assertThat(Calls.await(thread)).isNotEqualTo(timer);
	}

	/** Time stands still, and whoever reads the clock next runs what the test wants. */
	private StoreCreditLeases leasesThatRun(AtomicReference<Runnable> next) {
		return new StoreCreditLeases(this.house.line, LeaseHouse.OPTIONS, this.house.heard, () -> {
			next.getAndSet(NOTHING).run();
			return 0;
		}, LeaseHouse.RECALL_PATIENCE, LeaseHouse.Never::new);
	}

	private void assertDrainsWithTheStore(CreditLeases leases) {
		assertThat(leases.drain(Duration.ofMillis(20))).isFalse();
		this.house.line.cut = NONE;
		assertThat(leases.drain(Duration.ofSeconds(60))).isTrue();
	}

	private void untilWithoutTime(Runnable assertions) {
		this.house.soon(() -> {
			this.house.tick();
			assertions.run();
		});
	}

	/** Whoever is interrupted does not wait. */
	private static void stopWithoutPatience(StoreCreditLeases leases) {
		Thread.currentThread().interrupt();
		leases.stop();
		assertThat(Thread.interrupted()).isTrue();
	}

}
