package io.escrowmint.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.contract.Calls;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Consume;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What local leases promise, on any engine: how they are acquired, spent and given back.
 */
public abstract class CreditLeasesContract extends LeaseHouseContract {

	@Test
	void consumesFromOneLeaseWithoutAskingTheStore() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		for (int i = 0; i < 700; i++) {
			assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		}
		assertThat(this.house.line.sent).hasSize(1).first().isInstanceOf(AllocateLease.class);
		this.house.assertFigures(99_000, 0, 1_000, 0, 100_000, 0);
		this.house.untilReported();
		this.house.assertFigures(99_000, 0, 300, 700, 100_000, 0);
	}

	@Test
	void theExactRestOfALeaseIsSpent() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		assertThat(leases.consume(this.house.wallet, 999)).isTrue();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		assertThat(leases.exposure().unspent()).isZero();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		assertThat(this.house.heard.grants).hasValue(2);
	}

	@Test
	void thoseWhoComeMeanwhileWaitForTheSameLease() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.gate = new CompletableFuture<>();
		List<CompletionStage<LeaseConsumption>> calls = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			calls.add(leases.consumeAsync(this.house.wallet, 10));
		}
		assertThat(this.house.line.sent).hasSize(1);
		this.house.line.gate.complete(null);
		calls.forEach((call) -> assertThat(Calls.await(call).applied()).isTrue());
		assertThat(this.house.line.sent(AllocateLease.class)).isOne();
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(1_000);
	}

	@Test
	void aJoinerWhoNeedsMoreThanIsOnItsWayTriggersItsOwn() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(100, 100, 1_000, 10_000));
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<LeaseConsumption> small = leases.consumeAsync(this.house.wallet, 1);
		CompletionStage<LeaseConsumption> large = leases.consumeAsync(this.house.wallet, 900);
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
		this.house.line.gate.complete(null);
		assertThat(Calls.await(small)).isEqualTo(new LeaseConsumption.Consumed(true));
		assertThat(Calls.await(large)).isEqualTo(new LeaseConsumption.Consumed(true));
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(901);
	}

	@Test
	void theUnspentHoldStaysUnderItsCapWhateverWasSpentBefore() {
		this.house.topUp(1_000_000);
		CreditLeases leases = this.house.open();
		long most = 0;
		for (int spent = 0; spent < 300_000; spent += 50) {
			assertThat(leases.consume(this.house.wallet, 50)).isTrue();
			if (spent % 1_000 == 0) {
				this.house.advance(Duration.ofMillis(100));
				this.house.tick();
			}
			most = Math.max(most, leases.exposure().unspent());
		}
		assertThat(most).isPositive().isLessThanOrEqualTo(LeaseHouse.TERMS.maxUnspent());
		this.house.untilReported();
		assertThat(this.house.figures().leased()).isLessThanOrEqualTo(LeaseHouse.TERMS.maxUnspent());
		assertThat(this.house.figures().spent()).isEqualTo(300_000);
	}

	@Test
	void openHoldsCountForTheCap() {
		this.house.topUp(1_000_000);
		CreditLeases leases = this.house.open();
		leases.check(this.house.wallet, 900).orElseThrow();
		leases.check(this.house.wallet, 900).orElseThrow();
		LeaseReservation third = leases.check(this.house.wallet, 900).orElseThrow();
		assertThat(third.isLocal()).isFalse();
		assertThat(leases.exposure().unspent()).isEqualTo(LeaseHouse.TERMS.maxUnspent());
	}

	@Test
	void aRefillIsANewLeaseAtTheLowWaterMarkOfTheCurrentOne() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		assertThat(leases.consume(this.house.wallet, 750)).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isOne();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		this.house.soon(() -> assertThat(this.house.heard.refills).hasValue(1));
		assertThat(leases.consume(this.house.wallet, 249)).isTrue();
		assertThat(leases.consume(this.house.wallet, 700)).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
		assertThat(this.house.line.sent.stream()
			.filter(AllocateLease.class::isInstance)
			.map((command) -> ((AllocateLease) command).id())).doesNotHaveDuplicates();
	}

	@Test
	void sizesFollowTheRate() {
		this.house.topUp(10_000_000);
		CreditLeases leases = this.house
			.open(LeaseHouse.TERMS.withSizes(100, 100, 5_000, 10_000).withDuration(Duration.ofMinutes(10)));
		for (int i = 0; i < 1_000; i++) {
			assertThat(leases.consume(this.house.wallet, 10)).isTrue();
			this.house.advance(Duration.ofMillis(4));
		}
		assertThat(lastSize()).isBetween(2_000L, 2_800L);
		for (int i = 0; i < 1_000; i++) {
			assertThat(leases.consume(this.house.wallet, 10)).isTrue();
			this.house.advance(Duration.ofMillis(50));
		}
		assertThat(lastSize()).isBetween(180L, 220L);
	}

	private long lastSize() {
		List<AllocateLease> all = this.house.line.sent.stream()
			.filter(AllocateLease.class::isInstance)
			.map(AllocateLease.class::cast)
			.toList();
		return all.get(all.size() - 1).amount();
	}

	@Test
	void moreThanOneLeaseIsAcquiredAheadWhereTheRateOutrunsTheStore() {
		this.house.topUp(1_000_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(1_000, 1_000, 1_000, 5_000));
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<LeaseConsumption> first = leases.consumeAsync(this.house.wallet, 1);
		this.house.advanceHere(Duration.ofMillis(20));
		this.house.line.gate.complete(null);
		assertThat(Calls.await(first).applied()).isTrue();
		this.house.advanceHere(Duration.ofMillis(40));
		assertThat(leases.consume(this.house.wallet, 799)).isTrue();
		// 20 credits a millisecond for three round trips make up 1,200; twice as much.
		this.house.soon(() -> assertThat(this.house.heard.refills).hasValue(3));
		assertThat(leases.exposure().unspent()).isEqualTo(3_200);
		for (int i = 0; i < 8; i++) {
			assertThat(leases.consume(this.house.wallet, 400)).isTrue();
		}
		assertThat(leases.exposure().unspent()).isLessThanOrEqualTo(5_000);
	}

	@Test
	void anEmptyWalletCausesABoundedNumberOfCalls() {
		this.house.topUp(5);
		CreditLeases leases = this.house.open();
		for (int i = 0; i < 10_000; i++) {
			LeaseCheck check = leases.check(this.house.wallet, 6);
			assertThat(check.applied()).isFalse();
			if (i % 20 == 0) {
				this.house.advance(Duration.ofMillis(20));
			}
		}
		// 10 seconds with pauses of 250 to 500 ms, and the first few that are shorter.
		assertThat(this.house.line.sent).hasSizeLessThanOrEqualTo(50);
		assertThat(this.house.heard.refusedLocally).hasValueGreaterThan(9_900);
		this.house.assertFigures(5, 0, 0, 0, 5, 0);
	}

	@Test
	void aLocalRefusalShowsTheFiguresOfTheStore() {
		this.house.topUp(5);
		this.house.calls.apply(Reserve.of(this.house.wallet, 2, Duration.ofMinutes(1))).orElseThrow();
		CreditLeases leases = this.house.open();
		leases.check(this.house.wallet, 6);
		LeaseCheck second = leases.check(this.house.wallet, 7);
		assertThat(second).isInstanceOfSatisfying(LeaseCheck.Refused.class, (refused) -> {
			assertThat(refused.local()).isTrue();
			assertThat(refused.available()).isEqualTo(3);
			assertThat(refused.reason()).isInstanceOfSatisfying(Refusal.InsufficientCredits.class, (reason) -> {
				assertThat(reason.requested()).isEqualTo(7);
				assertThat(reason.available()).isEqualTo(3);
				assertThat(reason.held()).isEqualTo(2);
			});
		});
		assertThatExceptionOfType(InsufficientCreditsException.class).isThrownBy(second::orElseThrow);
	}

	@Test
	void aTopUpIsSeenAfterThePause() {
		CreditLeases leases = this.house.open();
		assertThat(leases.consume(this.house.wallet, 1)).isFalse();
		this.house.topUp(100_000);
		this.house.advance(LeaseHouse.OPTIONS.backoffMax());
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(2);
	}

	@Test
	void theLastCreditsCanBeSpentFromAnyInstance() {
		this.house.topUp(10_007);
		CreditLeases here = this.house.open();
		CreditLeases there = this.house.open();
		long bought = 0;
		for (int dry = 0; dry < 100;) {
			boolean first = here.consume(this.house.wallet, 3);
			boolean second = there.consume(this.house.wallet, 3);
			bought += (first ? 3 : 0) + (second ? 3 : 0);
			dry = (first || second) ? 0 : dry + 1;
			this.house.advance(Duration.ofMillis(20));
			this.house.tick();
		}
		assertThat(bought).isEqualTo(10_005);
		assertThat(there.consume(this.house.wallet, 2)).isTrue();
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 10_007, 10_007, 0);
	}

	@Test
	void whatLiesInUnusedLeasesMakesUpTheLastAmount() {
		this.house.topUp(1_100);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(1_000, 1, 1_000, 2_000).withLowWater(0));
		assertThat(leases.consume(this.house.wallet, 400)).isTrue();
		this.house.assertFigures(100, 0, 1_000, 0, 1_100, 0);
		assertThat(leases.consume(this.house.wallet, 700)).isTrue();
		this.house.assertFigures(0, 0, 0, 1_100, 1_100, 0);
	}

	@Test
	void whatIsOnItsWayBackMakesUpTheLastAmount() {
		this.house.topUp(1_100);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(1_000, 1, 1_000, 2_000).withLowWater(0));
		assertThat(leases.consume(this.house.wallet, 400)).isTrue();
		CompletableFuture<Void> released = holdBack(ReleaseLease.class);
		this.house.advance(LeaseHouse.OPTIONS.idleAfter());
		this.house.until(() -> assertThat(this.house.line.sent(ReleaseLease.class)).isOne());
		CompletableFuture<LeaseConsumption> last = leases.consumeAsync(this.house.wallet, 700).toCompletableFuture();
		Calls.await(this.house.engine.store().query(new Query.OfWallet(this.house.wallet)));
		released.complete(null);
		assertThat(Calls.await(last).applied()).isTrue();
		this.house.assertFigures(0, 0, 0, 1_100, 1_100, 0);
	}

	@Test
	void whatIsOnItsWayHereMakesUpTheLastAmount() {
		this.house.topUp(2_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(100, 100, 1_000, 2_000).withLowWater(0.5));
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		List<Runnable> replies = new CopyOnWriteArrayList<>();
		this.house.line.replies = replies::add;
		assertThat(leases.consume(this.house.wallet, 99)).isTrue();
		this.house.soon(() -> assertThat(replies).isNotEmpty());
		this.house.line.replies = Runnable::run;
		long available = this.house.figures().available();
		assertThat(available).isLessThan(1_900);
		CompletableFuture<LeaseConsumption> last = leases.consumeAsync(this.house.wallet, 1_900).toCompletableFuture();
		this.house.soon(() -> assertThat(this.house.line.sent(Consume.class)).isOne());
		Calls.await(this.house.engine.store().query(new Query.OfWallet(this.house.wallet)));
		replies.forEach(Runnable::run);
		assertThat(Calls.await(last).applied()).isTrue();
		this.house.assertFigures(0, 0, 0, 2_000, 2_000, 0);
	}

	@Test
	void aRecallWaitsForALeaseOnItsWayHere() {
		this.house.topUp(2_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(100, 100, 1_000, 2_000).withLowWater(0.5));
		CompletableFuture<Void> granted = holdBack(AllocateLease.class);
		CompletionStage<LeaseConsumption> first = leases.consumeAsync(this.house.wallet, 40);
		assertThat(Calls.await(leases.recall(this.house.wallet, 61))).isFalse();
		CompletionStage<Boolean> back = leases.recall(this.house.wallet, 60);
		granted.complete(null);
		assertThat(Calls.await(back)).isTrue();
		assertThat(Calls.await(first).applied()).isTrue();
		this.house.assertFigures(1_960, 0, 0, 40, 2_000, 0);
	}

	/** Holds commands of one type back, until what comes back is complete. */
	private CompletableFuture<Void> holdBack(Class<?> type) {
		CompletableFuture<Void> open = new CompletableFuture<>();
		this.house.line.heldBack = type::isInstance;
		this.house.line.gate = open;
		return open;
	}

	@Test
	void recalledLeasesGoBackInOneRoundForAll() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<Boolean> first = leases.recall(this.house.wallet, 1);
		CompletionStage<Boolean> second = leases.recall(this.house.wallet, 1);
		assertThat(this.house.line.sent(ReportLease.class)).isOne();
		this.house.line.gate.complete(null);
		assertThat(Calls.await(first)).isTrue();
		assertThat(Calls.await(second)).isTrue();
		assertThat(this.house.line.sent(ReleaseLease.class)).isOne();
		this.house.assertFigures(99_990, 0, 0, 10, 100_000, 0);
	}

	@Test
	void recallsKeepADistance() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		assertThat(Calls.await(leases.recall(this.house.wallet, 1))).isFalse();
		int rounds = 0;
		for (int i = 0; i < 1_000; i++) {
			assertThat(leases.consume(this.house.wallet, 1)).isTrue();
			rounds += Calls.await(leases.recall(this.house.wallet, 1)) ? 1 : 0;
			this.house.advance(Duration.ofMillis(10));
		}
		// 10 seconds with pauses of 250 to 500 ms, and the first few that are shorter.
		assertThat(rounds).isBetween(15, 50);
	}

	@Test
	void aLeaseWithAnOpenHoldIsNotRecalledAndServesOthers() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(Calls.await(leases.recall(this.house.wallet, 1))).isFalse();
		assertThat(leases.consume(this.house.wallet, 200)).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isOne();
		assertThat(hold.settle(30).applied()).isTrue();
		assertThat(Calls.await(leases.recall(this.house.wallet, 1))).isTrue();
		this.house.assertFigures(99_770, 0, 0, 230, 100_000, 0);
	}

	@Test
	void aRecallLeavesALeaseWithAnOpenHoldToOthers() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		leases.check(this.house.wallet, 900).orElseThrow();
		assertThat(leases.consume(this.house.wallet, 500)).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
		assertThat(Calls.await(leases.recall(this.house.wallet, 1))).isTrue();
		assertThat(leases.consume(this.house.wallet, 100)).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
	}

	@Test
	void aRecallDoesNotWaitForAStoreThatIsAway() {
		this.house.recallPatience = Duration.ofMillis(100);
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.cut = (command) -> true;
		assertThat(Calls.await(leases.recall(this.house.wallet, 1))).isTrue();
		assertThat(leases.exposure().unreported()).isEqualTo(10);
	}

	@Test
	void aLeaseIsNeverMoreThanAShareOfWhatIsKnownToBeLeft() {
		this.house.topUp(2_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(100, 100, 1_000, 2_000).withLowWater(0));
		assertThat(leases.consume(this.house.wallet, 100)).isTrue();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		assertThat(lastSize()).isEqualTo(475);
	}

	@Test
	void anAmountAboveTheLargestLeaseGoesToTheStore() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		assertThat(leases.isLeasable(this.house.wallet, 1_000)).isTrue();
		assertThat(leases.isLeasable(this.house.wallet, 1_001)).isFalse();
		assertThat(leases.consume(this.house.wallet, 1_001)).isTrue();
		assertThat(this.house.line.sent).hasSize(1).first().isInstanceOf(Consume.class);
		this.house.assertFigures(98_999, 0, 0, 1_001, 100_000, 0);
	}

	@Test
	void beforeTheStartEverythingGoesToTheStore() {
		this.house.topUp(100);
		StoreCreditLeases leases = this.house.open();
		leases.stop();
		assertThat(leases.consume(this.house.wallet, 10)).isTrue();
		try (LeaseReservation hold = leases.check(this.house.wallet, 20).orElseThrow()) {
			assertThat(hold.isLocal()).isFalse();
			this.house.assertFigures(70, 20, 0, 10, 100, 0);
			assertThat(hold.settle(15)).isEqualTo(new LeaseSettlement.Charged(15, 15, false));
		}
		this.house.assertFigures(75, 0, 0, 25, 100, 0);
		assertThat(leases.exposure()).isEqualTo(LeaseExposure.NONE);
	}

	@Test
	void prewarmAcquiresBeforeTheFirstCall() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		assertThat(leases.prewarm(List.of(this.house.wallet, "nobody"), Duration.ofSeconds(10))).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		assertThat(leases.prewarm(List.of(this.house.wallet), Duration.ofSeconds(10))).isTrue();
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
	}

	@Test
	void prewarmGivesUpWaitingAndNeverFails() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.gate = new CompletableFuture<>();
		assertThat(leases.prewarm(List.of(this.house.wallet), Duration.ofMillis(1))).isFalse();
		this.house.line.gate.complete(null);
		this.house.soon(() -> assertThat(this.house.heard.grants).hasValue(1));
		this.house.line.cut = (command) -> true;
		assertThat(leases.prewarm(List.of("another"), Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void drainReportsAndReleasesEverything() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 800);
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(leases.drain(Duration.ofMillis(20))).isFalse();
		assertThat(leases.isRunning()).isFalse();
		hold.settle(70);
		assertThat(leases.drain(Duration.ofSeconds(60))).isTrue();
		this.house.assertFigures(99_130, 0, 0, 870, 100_000, 0);
		assertThat(leases.exposure().leases()).isZero();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		this.house.assertFigures(99_129, 0, 0, 871, 100_000, 0);
	}

	@Test
	void aHoldThatIsOpenAtTheStopIsStillCharged() {
		this.house.topUp(100_000);
		StoreCreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		leases.consume(this.house.wallet, 5);
		this.house.stop(leases, () -> this.house.assertFigures(99_000, 0, 995, 5, 100_000, 0));
		assertThat(hold.settle(60).applied()).isTrue();
		this.house.soon(() -> this.house.assertFigures(99_935, 0, 0, 65, 100_000, 0));
		leases.start();
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
	}

	@Test
	void anOpenHoldKeepsNoLeaseButItsOwn() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(100, 100, 1_000, 2_000).withLowWater(0.5));
		LeaseReservation hold = leases.check(this.house.wallet, 90).orElseThrow();
		this.house.until(() -> assertThat(this.house.figures().leased()).isGreaterThan(100));
		this.house.until(() -> this.house.assertFigures(99_900, 0, 100, 0, 100_000, 0));
		for (int i = 0; i < 10; i++) {
			this.house.advance(LeaseHouse.OPTIONS.idleAfter().dividedBy(2));
			this.house.tick();
		}
		this.house.assertFigures(99_900, 0, 100, 0, 100_000, 0);
		assertThat(this.house.line.sent(AllocateLease.class)).isEqualTo(2);
		assertThat(leases.consume(this.house.wallet, 10)).isTrue();
		assertThat(hold.settle(90).applied()).isTrue();
		this.house.until(() -> this.house.assertFigures(99_900, 0, 0, 100, 100_000, 0));
	}

	@Test
	void unusedLeasesGoBackAndTheirWalletIsForgotten() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 300);
		for (int i = 0; i < 100; i++) {
			leases.consume("nobody-" + i, 1);
		}
		assertThat(leases.exposure().wallets()).isEqualTo(101);
		this.house.until(() -> assertThat(leases.exposure()).isEqualTo(LeaseExposure.NONE));
		this.house.assertFigures(99_700, 0, 0, 300, 100_000, 0);
		this.house.soon(() -> assertThat(this.house.heard.released).hasValue(700));
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
	}

	@Test
	void anAllocationWithoutAnAnswerIsTakenBack() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.forgetful = AllocateLease.class::isInstance;
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> leases.consume(this.house.wallet, 1));
		this.house.soon(() -> this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0));
		assertThat(this.house.line.sent(ReleaseLease.class)).isOne();
		this.house.line.forgetful = (command) -> false;
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
	}

	@Test
	void thoseWhoWaitLearnThatTheStoreIsAway() {
		CreditLeases leases = this.house.open();
		this.house.line.cut = (command) -> true;
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> leases.check(this.house.wallet, 1));
		assertThat(leases.exposure().leases()).isZero();
	}

	@Test
	void anOutageIsBridgedUntilTheDeadlineAndNoLonger() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 1);
		this.house.line.cut = (command) -> true;
		for (int second = 0; second < 9; second++) {
			assertThat(leases.consume(this.house.wallet, 1)).isTrue();
			this.house.advance(Duration.ofSeconds(1));
			this.house.tick();
		}
		this.house.advance(Duration.ofMillis(500));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> leases.consume(this.house.wallet, 1));
		this.house.line.cut = (command) -> false;
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(10);
		assertThat(this.house.heard.lost).hasValue(0);
	}

	@Test
	void aLostReplyToAReportBooksNothingTwice() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 10);
		this.house.line.forgetful = ReportLease.class::isInstance;
		this.house.until(() -> assertThat(this.house.heard.repeated).hasValueGreaterThan(2));
		leases.consume(this.house.wallet, 7);
		this.house.line.forgetful = (command) -> false;
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(17);
	}

	@Test
	void aLeaseInUseIsRenewed() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		for (int second = 0; second < 60; second++) {
			assertThat(leases.consume(this.house.wallet, 1)).isTrue();
			long renewals = this.house.line.sent(RenewLease.class);
			this.house.advance(Duration.ofSeconds(1));
			this.house.tick();
			this.house.soon(() -> assertThat(this.house.heard.renewed.get())
				.isEqualTo((int) this.house.line.sent(RenewLease.class)));
			assertThat(renewals).isLessThan(20);
		}
		assertThat(this.house.line.sent(AllocateLease.class)).isOne();
		assertThat(this.house.heard.expired).hasValue(0);
	}

	@Test
	void theBalanceIsKnownWithoutARoundTrip() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		assertThat(leases.balance(this.house.wallet)).isEqualTo(new LeaseBalance(this.house.wallet, 0, null, 0));
		leases.consume(this.house.wallet, 100);
		this.house.advance(Duration.ofMillis(30));
		int sent = this.house.line.sent.size();
		LeaseBalance before = leases.balance(this.house.wallet);
		assertThat(before).isEqualTo(new LeaseBalance(this.house.wallet, 99_000, Duration.ofMillis(30), 900));
		LeaseReservation hold = leases.check(this.house.wallet, 50).orElseThrow();
		assertThat(leases.balance(this.house.wallet)).isEqualTo(before);
		hold.cancel();
		assertThat(leases.balance(this.house.wallet)).isEqualTo(before);
		assertThat(before.total()).isEqualTo(99_900);
		assertThat(this.house.line.sent).hasSize(sent);
	}

	@Test
	void theAuthoritativeBalanceAsksTheStore() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 100);
		this.house.topUp(5);
		LeaseBalance balance = Calls.await(leases.authoritativeBalance(this.house.wallet));
		assertThat(balance).isEqualTo(new LeaseBalance(this.house.wallet, 99_005, Duration.ZERO, 900));
		assertThat(Calls.await(leases.authoritativeBalance("nobody")).total()).isZero();
	}

	@Test
	void anExpiredLeaseCountsNowhere() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.check(this.house.wallet, 100);
		this.house.line.cut = (command) -> true;
		this.house.advance(Duration.ofSeconds(9).plusMillis(500));
		assertThat(leases.balance(this.house.wallet).leasedHere()).isZero();
		assertThat(leases.exposure().unspent()).isZero();
	}

	@Test
	void termsGoByTheNameOfTheWallet() {
		this.house.topUp(100_000);
		LeaseOverride small = new LeaseOverride("wallet:*", 10L, 10L, 10L, 20L, 0.0, null, null, LeaseExpiry.BURN);
		CreditLeases leases = this.house.open(LeaseHouse.OPTIONS.withOverrides(List.of(small)));
		leases.consume(this.house.wallet, 1);
		assertThat(this.house.line.sent.get(0)).isInstanceOfSatisfying(AllocateLease.class, (command) -> {
			assertThat(command.amount()).isEqualTo(10);
			assertThat(command.expiry()).isEqualTo(LeaseExpiry.BURN);
		});
	}

	@Test
	void badInputIsRefusedAtOnce() {
		CreditLeases leases = this.house.open();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> leases.consume(this.house.wallet, 0));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> leases.check("", 1));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> leases.checkAsync(this.house.wallet, -1));
		this.house.topUp(100_000);
		leases.consume(this.house.wallet, 1);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> leases.consume(this.house.wallet, -1));
		assertThat(leases.exposure().unspent()).isEqualTo(999);
	}

}
