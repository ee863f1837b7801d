package io.escrowmint.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.contract.Calls;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Consume;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.OverrunRejectedException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What holds on leases promise, on any engine: they are settled once, on their own lease,
 * and debited whenever that is.
 */
public abstract class LeaseHoldContract extends LeaseHouseContract {

	@Test
	void aHoldIsChargedItsActualUse() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(hold.isLocal()).isTrue();
		assertThat(leases.exposure().held()).isEqualTo(100);
		assertThat(hold.settle(40)).isEqualTo(new LeaseSettlement.Charged(40, 40, false));
		assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 960, 0, 40));
		this.house.untilReported();
		this.house.assertFigures(99_000, 0, 960, 40, 100_000, 0);
	}

	@Test
	void aHoldEndsOnce() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation settled = leases.check(this.house.wallet, 100).orElseThrow();
		settled.settle(0);
		assertThatIllegalStateException().isThrownBy(() -> settled.settle(1));
		assertThat(settled.cancel()).isFalse();
		LeaseReservation canceled = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(canceled.isOpen()).isTrue();
		assertThat(canceled.cancel()).isTrue();
		canceled.close();
		assertThat(canceled.isOpen()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> canceled.settle(1));
		assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 1_000, 0, 0));
	}

	@Test
	void badAmountsAreRefusedAndLeaveTheHoldOpen() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> hold.settle(-1));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> hold.settleAsync(1, Overrun.DEBT, -1));
		assertThat(hold.isOpen()).isTrue();
	}

	@Test
	void aRefundLandsOnItsOwnLease() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 600).orElseThrow();
		leases.consume(this.house.wallet, 400);
		leases.consume(this.house.wallet, 1_000);
		leases.consume(this.house.wallet, 1);
		long before = leases.exposure().unspent();
		this.house.until(() -> assertThat(leases.exposure().unreported()).isZero());
		hold.settle(100);
		// Its lease is over: the rest goes back to the wallet, not to the lease that is
		// spent from now.
		this.house.until(() -> assertThat(this.house.heard.released).hasValue(500));
		assertThat(leases.exposure().unspent()).isEqualTo(before - 600);
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(1_501);
		assertThat(this.house.figures().leased()).isEqualTo(leases.exposure().unspent());
	}

	@Test
	void aLeaseIsRenewedWhileAHoldOnItIsOpen() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		for (int second = 0; second < 60; second++) {
			this.house.advance(Duration.ofSeconds(1));
			this.house.tick();
			int renewals = (int) this.house.line.sent(RenewLease.class);
			this.house.soon(() -> assertThat(this.house.heard.renewed).hasValue(renewals));
		}
		assertThat(hold.settle(70)).isEqualTo(new LeaseSettlement.Charged(70, 70, false));
		this.house.until(() -> this.house.assertFigures(99_930, 0, 0, 70, 100_000, 0));
		assertThat(this.house.heard.expired).hasValue(0);
	}

	@Test
	void aForgottenHoldIsNotKeptAliveForEver() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.OPTIONS.withMaxHoldLifetime(Duration.ofSeconds(20)));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		for (int second = 0; second < 60; second++) {
			this.house.advance(Duration.ofSeconds(1));
			this.house.tick();
			int renewals = (int) this.house.line.sent(RenewLease.class);
			this.house.soon(() -> assertThat(this.house.heard.renewed).hasValue(renewals));
		}
		assertThat(this.house.figures().leased()).isZero();
		assertThat(hold.settle(70)).isEqualTo(new LeaseSettlement.Charged(70, 70, true));
		this.house.until(() -> this.house.assertFigures(99_930, 0, 0, 70, 100_000, 0));
	}

	@Test
	void nothingIsDecidedFromALeaseAfterItsDeadline() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		leases.consume(this.house.wallet, 1);
		this.house.line.cut = (command) -> command instanceof RenewLease || command instanceof AllocateLease;
		this.house.advance(Duration.ofMillis(9_499));
		assertThat(leases.consume(this.house.wallet, 1)).isTrue();
		this.house.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> leases.consume(this.house.wallet, 1));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> leases.check(this.house.wallet, 1));
		this.house.untilReported();
		this.house.until(() -> this.house.assertFigures(99_998, 0, 0, 2, 100_000, 0));
	}

	@Test
	void theDeadlineCountsFromBeforeTheRequestWasSent() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.gate = new CompletableFuture<>();
		CompletionStage<LeaseConsumption> first = leases.consumeAsync(this.house.wallet, 1);
		this.house.advanceHere(Duration.ofSeconds(9));
		this.house.line.gate.complete(null);
		assertThat(Calls.await(first).applied()).isTrue();
		this.house.line.cut = (command) -> true;
		this.house.advanceHere(Duration.ofMillis(500));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> leases.consume(this.house.wallet, 1));
	}

	@Test
	void aLateSettleIsDebited() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		this.house.advance(Duration.ofSeconds(11));
		this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0);
		assertThat(hold.settle(70)).isEqualTo(new LeaseSettlement.Charged(70, 70, true));
		this.house.until(() -> this.house.assertFigures(99_930, 0, 0, 70, 100_000, 0));
		assertThat(this.house.heard.settledLate).hasValue(70);
		assertThat(this.house.heard.bookedLate).hasValue(70);
		assertThat(this.house.heard.lost).hasValue(0);
	}

	@Test
	void aLateSettleIsDebitedAsDebtIfTheCreditsAreGone() {
		this.house.topUp(1_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		this.house.advance(Duration.ofSeconds(11));
		this.house.calls.apply(Consume.of(this.house.wallet, 980)).orElseThrow();
		hold.settle(70);
		this.house.until(() -> this.house.assertFigures(0, 0, 0, 1_050, 1_000, 50));
	}

	@Test
	void aLateSettleIsDebitedThroughAnOutage() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		this.house.advance(Duration.ofSeconds(11));
		this.house.line.cut = (command) -> true;
		hold.settle(70);
		this.house.until(() -> assertThat(this.house.heard.repeated).hasValueGreaterThan(1));
		this.house.line.cut = (command) -> false;
		this.house.until(() -> this.house.assertFigures(99_930, 0, 0, 70, 100_000, 0));
	}

	@Test
	void underBurnALateSettleIsPaidByWhatWasBurned() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseExpiry.BURN);
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		leases.consume(this.house.wallet, 200);
		this.house.untilReported();
		this.house.advance(Duration.ofSeconds(11));
		assertThat(hold.settle(70).applied()).isTrue();
		this.house.until(() -> assertThat(leases.exposure().leases()).isZero());
		this.house.assertFigures(99_000, 0, 0, 1_000, 100_000, 0);
		assertThat(this.house.heard.lost).hasValue(0);
	}

	@Test
	void whatIsUsedAfterTheStoreForgotTheLeaseIsCountedAsLost() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		for (int hour = 0; hour < 3; hour++) {
			this.house.advance(Duration.ofHours(1));
			this.house.topUp(1);
			// What is remembered moves on when something else is.
			Reserve other = Reserve.of(this.house.wallet, 1, Duration.ofMinutes(1));
			this.house.calls.apply(other).orElseThrow();
			this.house.calls.apply(Cancel.of(this.house.wallet, other.id().value())).orElseThrow();
		}
		hold.settle(70);
		this.house.until(() -> assertThat(this.house.heard.lost).hasValue(70));
		this.house.until(() -> assertThat(leases.exposure().leases()).isZero());
		this.house.assertFigures(100_003, 0, 0, 0, 100_003, 0);
	}

	@ParameterizedTest
	@EnumSource
	void aLeaseThatTheStoreEndedEarlyIsGivenUp(LeaseExpiry expiry) {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(expiry);
		leases.consume(this.house.wallet, 10);
		// The clock of the store jumps.
		this.house.engine.advance(Duration.ofHours(1).minusSeconds(1));
		this.house.until(() -> assertThat(this.house.heard.expired).hasValue(990));
		this.house.untilReported();
		assertThat(leases.balance(this.house.wallet).leasedHere()).isZero();
		long spent = (expiry == LeaseExpiry.RETURN) ? 10 : 1_000;
		this.house.assertFigures(100_000 - spent, 0, 0, spent, 100_000, 0);
	}

	@Test
	void moreThanTheHoldIsRefusedAndTheHoldStaysOpen() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		LeaseSettlement rejected = hold.settle(101);
		assertThat(rejected).isInstanceOfSatisfying(LeaseSettlement.Rejected.class, (refused) -> {
			Refusal.OverrunRejected reason = (Refusal.OverrunRejected) refused.reason();
			assertThat(reason.requested()).isEqualTo(101);
			assertThat(reason.held()).isEqualTo(100);
			assertThat(reason.available()).isEqualTo(99_000);
		});
		assertThatExceptionOfType(OverrunRejectedException.class).isThrownBy(rejected::orElseThrow);
		assertThat(hold.isOpen()).isTrue();
		assertThat(hold.settle(100).applied()).isTrue();
	}

	@Test
	void aClampedOverrunChargesTheHold() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		assertThat(hold.settle(300, Overrun.CLAMP, 0)).isEqualTo(new LeaseSettlement.Charged(300, 100, false));
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(100);
		assertThat(this.house.line.sent)
			.allMatch((command) -> command instanceof AllocateLease || command instanceof ReportLease);
	}

	@ParameterizedTest
	@EnumSource(names = { "AVAILABLE", "DEBT" })
	void anOverrunIsTakenFromTheLeaseFirst(Overrun overrun) {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		int sent = this.house.line.sent.size();
		assertThat(hold.settle(1_000, overrun, 0)).isEqualTo(new LeaseSettlement.Charged(1_000, 1_000, false));
		assertThat(this.house.line.sent).hasSize(sent);
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(1_000);
	}

	@ParameterizedTest
	@EnumSource(names = { "AVAILABLE", "DEBT" })
	void theRestOfAnOverrunIsOneCommandWithAnId(Overrun overrun) {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		this.house.line.forgetful = (command) -> this.house.line.sent(Consume.class) < 3;
		LeaseSettlement settled = Calls.await(hold.settleAsync(1_500, overrun, 0));
		assertThat(settled).isEqualTo(new LeaseSettlement.Charged(1_500, 1_500, false));
		assertThat(this.house.line.sent.stream().filter(Consume.class::isInstance).distinct()).hasSize(1);
		this.house.untilReported();
		assertThat(this.house.figures().spent()).isEqualTo(1_500);
	}

	@Test
	void anOverrunIsTakenFromAllLeasesThatAreHere() {
		this.house.topUp(1_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withSizes(60, 60, 60, 2_000).withLowWater(0.9));
		LeaseReservation hold = leases.check(this.house.wallet, 10).orElseThrow();
		LeaseReservation second = leases.check(this.house.wallet, 60).orElseThrow();
		leases.check(this.house.wallet, 60).orElseThrow().cancel();
		second.cancel();
		this.house.until(() -> assertThat(this.house.figures().leased()).isGreaterThanOrEqualTo(180));
		long leased = leases.exposure().unspent();
		this.house.calls.apply(Consume.of(this.house.wallet, 1_000 - leased)).orElseThrow();
		assertThat(hold.settle(leased, Overrun.AVAILABLE, 0))
			.isEqualTo(new LeaseSettlement.Charged(leased, leased, false));
		assertThat(this.house.line.sent(Consume.class)).isZero();
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 1_000, 1_000, 0);
	}

	@Test
	void anOverrunBeyondWhatIsAvailableIsRefusedAndEverythingGoesBack() {
		this.house.topUp(1_200);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		for (Overrun overrun : new Overrun[] { Overrun.AVAILABLE, Overrun.DEBT }) {
			LeaseSettlement settlement = hold.settle(1_201, overrun, 0);
			assertThat(((LeaseSettlement.Rejected) settlement).reason()).isInstanceOf(Refusal.OverrunRejected.class);
			assertThat(hold.isOpen()).isTrue();
			assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 1_000, 100, 0));
		}
		assertThat(hold.settle(1_200, Overrun.AVAILABLE, 0).applied()).isTrue();
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 1_200, 1_200, 0);
	}

	@Test
	void aHoldThatIsClosedDuringItsSettleDoesNotReopen() {
		this.house.topUp(1_200);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(settleWhileClosed(hold, 1_201, Overrun.AVAILABLE).applied()).isFalse();
		assertThat(hold.isOpen()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> hold.settle(100));
		assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 1_000, 0, 0));
	}

	@Test
	void aHoldThatIsClosedDuringItsSettleIsChargedAllTheSame() {
		this.house.topUp(1_200);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(settleWhileClosed(hold, 1_200, Overrun.AVAILABLE))
			.isEqualTo(new LeaseSettlement.Charged(1_200, 1_200, false));
		assertThat(hold.isOpen()).isFalse();
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 1_200, 1_200, 0);
	}

	@Test
	void aHoldInTheStoreThatIsClosedDuringItsSettleDoesNotReopen() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 5_000).orElseThrow();
		assertThat(settleWhileClosed(hold, 5_001, Overrun.REJECT).applied()).isFalse();
		assertThat(hold.isOpen()).isFalse();
		this.house.soon(() -> this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0));
	}

	/** The first attempts get no answer, and the hold is closed before the last. */
	private LeaseSettlement settleWhileClosed(LeaseReservation hold, long actual, Overrun overrun) {
		this.house.line.cut = (command) -> true;
		CompletionStage<LeaseSettlement> settlement = hold.settleAsync(actual, overrun, 0);
		assertThat(hold.cancel()).isFalse();
		hold.close();
		this.house.line.cut = (command) -> false;
		return Calls.await(settlement);
	}

	@Test
	void anOverrunIsBookedAsDebtUnderItsCap() {
		this.house.topUp(1_200);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		assertThat(hold.settle(1_251, Overrun.DEBT, 50).applied()).isFalse();
		assertThat(this.house.figures().debt()).isZero();
		assertThat(hold.settle(1_250, Overrun.DEBT, 50)).isEqualTo(new LeaseSettlement.Charged(1_250, 1_250, false));
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 1_250, 1_200, 50);
	}

	@Test
	void aDebtIsBookedOnceThroughLostReplies() {
		this.house.topUp(1_000);
		CreditLeases leases = this.house.open(LeaseHouse.TERMS.withLowWater(0));
		LeaseReservation hold = leases.check(this.house.wallet, 1_000).orElseThrow();
		this.house.line.forgetful = (command) -> this.house.line.sent(Consume.class) < 3;
		LeaseSettlement settled = Calls.await(hold.settleAsync(1_030, Overrun.DEBT, 100));
		assertThat(settled.applied()).isTrue();
		assertThat(this.house.line.sent.stream().filter((command) -> !(command instanceof AllocateLease)).distinct())
			.hasSize(1);
		this.house.untilReported();
		this.house.assertFigures(0, 0, 0, 1_030, 1_000, 30);
	}

	@Test
	void aSettleThatCannotAskTheStoreThrowsAndIsSeenThrough() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		this.house.line.cut = (command) -> true;
		// It is charged later, so nobody may hear that it was certainly not applied.
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> hold.settle(1_500, Overrun.AVAILABLE, 0))
			.withMessageContaining("repeated")
			.withRootCauseInstanceOf(StoreUnavailableException.class)
			.satisfies((unknown) -> assertThat(unknown.wallet()).isEqualTo(this.house.wallet));
		assertThat(hold.isOpen()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> hold.settle(100));
		this.house.line.cut = (command) -> false;
		this.house.until(() -> assertThat(this.house.figures().spent()).isEqualTo(1_500));
	}

	@Test
	void aSettleOfAFencedWalletThrowsAndIsSeenThrough() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 5_000).orElseThrow();
		this.house.line.failure = () -> new WalletFencedException(this.house.wallet);
		this.house.line.cut = (command) -> true;
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> hold.settle(3_000))
			.withRootCauseInstanceOf(WalletFencedException.class);
		this.house.line.cut = (command) -> false;
		this.house.soon(() -> this.house.assertFigures(97_000, 0, 0, 3_000, 100_000, 0));
	}

	@Test
	void aSettleWhoseReplyIsLostThrowsWhatTheStoreSays() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 5_000).orElseThrow();
		this.house.line.forgetful = (command) -> true;
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> hold.settle(3_000))
			.withMessage("The reply is lost");
		this.house.soon(() -> this.house.assertFigures(97_000, 0, 0, 3_000, 100_000, 0));
	}

	@Test
	void whoeverWaitsForASettleHearsThatTheStoreDoesNotAnswer() {
		this.house.topUp(100_000);
		LeaseReservation hold = this.house.open().check(this.house.wallet, 100).orElseThrow();
		this.house.line.cut = (command) -> true;
		List<EscrowMintException> failures = new CopyOnWriteArrayList<>();
		CompletionStage<LeaseSettlement> settled = hold.settleAsync(1_500, Overrun.AVAILABLE, 0, failures::add);
		assertThat(failures).singleElement().isInstanceOf(StoreUnavailableException.class);
		assertThat(settled.toCompletableFuture()).isNotDone();
		this.house.line.cut = (command) -> false;
		assertThat(Calls.await(settled)).isEqualTo(new LeaseSettlement.Charged(1_500, 1_500, false));
	}

	@Test
	void aChargeIsNotRepeatedForLongerThanItsPatience() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open(LeaseHouse.OPTIONS.withPatience(Duration.ofMillis(200)));
		LeaseReservation hold = leases.check(this.house.wallet, 100).orElseThrow();
		this.house.line.forgetful = Consume.class::isInstance;
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> Calls.await(hold.settleAsync(1_500, Overrun.AVAILABLE, 0)));
		// The pauses before a fifth take 375 ms at least.
		assertThat(this.house.line.sent(Consume.class)).isBetween(1L, 4L);
		assertThat(this.house.heard.lost).hasValue(1_400);
	}

	@Test
	void aHoldInTheStoreIsKeptAliveAndSettled() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 5_000).orElseThrow();
		assertThat(hold.isLocal()).isFalse();
		for (int i = 0; i < 12; i++) {
			this.house.advance(Duration.ofSeconds(10));
			this.house.tick();
			this.house.assertFigures(95_000, 5_000, 0, 0, 100_000, 0);
		}
		assertThat(hold.settle(6_000, Overrun.REJECT, 0).applied()).isFalse();
		assertThat(hold.settle(6_000, Overrun.AVAILABLE, 0))
			.isEqualTo(new LeaseSettlement.Charged(6_000, 6_000, false));
		this.house.assertFigures(94_000, 0, 0, 6_000, 100_000, 0);
	}

	@Test
	void aHoldInTheStoreIsGivenBack() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 5_000).orElseThrow();
		this.house.line.forgetful = (command) -> command instanceof Cancel && this.house.line.sent(Cancel.class) < 2;
		hold.close();
		hold.close();
		this.house.soon(() -> this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0));
		this.house.soon(() -> assertThat(this.house.line.sent(Cancel.class)).isGreaterThanOrEqualTo(2));
	}

	@Test
	void whatAHoldInTheStoreGivesBackIsThereForTheNextCaller() {
		this.house.topUp(10);
		CreditLeases leases = this.house.open();
		LeaseReservation hold = leases.check(this.house.wallet, 10).orElseThrow();
		assertThat(leases.check(this.house.wallet, 10)).isInstanceOf(LeaseCheck.Refused.class);
		hold.cancel();
		this.house.soon(() -> assertThat(leases.balance(this.house.wallet).available()).isEqualTo(10));
		LeaseReservation next = leases.check(this.house.wallet, 10).orElseThrow();
		assertThat(next.settle(4).applied()).isTrue();
		assertThat(leases.balance(this.house.wallet).available()).isEqualTo(6);
		leases.check(this.house.wallet, 6).orElseThrow();
	}

	@Test
	void aHoldWithoutAnAnswerIsTakenBack() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.forgetful = Reserve.class::isInstance;
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> leases.check(this.house.wallet, 5_000));
		this.house.soon(() -> this.house.assertFigures(100_000, 0, 0, 0, 100_000, 0));
	}

	@Test
	void aHoldForACallerWhoHasGoneIsGivenBack() {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.gate = new CompletableFuture<>();
		CompletableFuture<LeaseCheck> gone = leases.checkAsync(this.house.wallet, 100).toCompletableFuture();
		CompletableFuture<LeaseCheck> alsoGone = leases.checkAsync(this.house.wallet, 5_000).toCompletableFuture();
		gone.cancel(false);
		alsoGone.cancel(false);
		this.house.line.gate.complete(null);
		this.house.soon(() -> assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 1_000, 0, 0)));
		this.house.soon(() -> this.house.assertFigures(99_000, 0, 1_000, 0, 100_000, 0));
	}

	@Test
	void anInterruptedCallerLeavesNoHoldBehind() throws InterruptedException {
		this.house.topUp(100_000);
		CreditLeases leases = this.house.open();
		this.house.line.gate = new CompletableFuture<>();
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try {
				leases.check(this.house.wallet, 100);
			}
			catch (OutcomeUnknownException ex) {
				thrown.complete(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		caller.start();
		this.house.soon(() -> assertThat(this.house.line.sent).hasSize(1));
		caller.interrupt();
		assertThat(Calls.await(thrown)).isNotNull();
		this.house.line.gate.complete(null);
		this.house.soon(() -> assertThat(leases.exposure()).isEqualTo(new LeaseExposure(1, 1, 1_000, 0, 0)));
	}

}
