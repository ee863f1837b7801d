package io.escrowmint.contract;

import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Consume;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class LeaseReportContract extends EngineContract {

	@Test
	void aReportBooksTheDifferenceToTheLastTotal() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		assertThat(report(2)).isEqualTo(reported(2, 2, 4, false, 4, 0));
		assertThat(report(5)).isEqualTo(reported(5, 3, 1, false, 4, 0));
		assertFigures(4, 0, 1, 5, 10, 0);
		assertThat(this.calls.lease(this.wallet, "l").orElseThrow().reported()).isEqualTo(5);
	}

	@Test
	void aRepeatedOrLowerTotalMovesNothing() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		report(5);
		for (long total : new long[] { 5, 4, 0 }) {
			assertThat(assertMovesNothing(ReportLease.of(this.wallet, "l", OWNER, total)))
				.isEqualTo(reported(5, 0, 1, false, 4, 0));
		}
	}

	@Test
	void consumesAndReportsTogetherNeverExceedTheGrant() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		report(1);
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", OWNER, 5)))
			.isEqualTo(new Refusal.LeaseExhausted(this.wallet, "l", 5, 3));
		assertThat(report(4)).isEqualTo(reported(4, 3, 0, false, 4, 0));
		assertThat(refusalOf(ConsumeLease.of(this.wallet, "l", OWNER, 1)))
			.isEqualTo(new Refusal.LeaseExhausted(this.wallet, "l", 1, 0));
		assertFigures(4, 0, 0, 6, 10, 0);
	}

	@Test
	void theLargestTotalDoesNotOverflow() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", OWNER, Limits.MAX_CREDITS)))
			.isEqualTo(new Refusal.LeaseExhausted(this.wallet, "l", Limits.MAX_CREDITS, 4));
	}

	@Test
	void aLateReportIsTakenFromAvailable() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		report(2);
		expireHolds();
		assertThat(this.calls.send(ReportLease.of(this.wallet, "l", OWNER, 5)))
			.isEqualTo(reported(5, 3, 0, true, 5, 0));
		assertFigures(5, 0, 0, 5, 10, 0);
		assertThat(this.calls.lease(this.wallet, "l")).contains(
				new LeaseView(this.wallet, "l", OWNER, LeaseView.Status.EXPIRED, 6, 0, 5, LeaseExpiry.RETURN, null));
	}

	@Test
	void whatIsMissingForALateReportIsDebtWhateverTheCap() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		expireHolds();
		assertApplied(Consume.of(this.wallet, 8));
		assertThat(report(5)).isEqualTo(reported(5, 5, 0, true, 0, 3));
		assertFigures(0, 0, 0, 13, 10, 3);
		assertThat(report(6)).isEqualTo(reported(6, 1, 0, true, 0, 4));
	}

	@Test
	void aLateReportIsBookedOnce() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		expireHolds();
		report(5);
		for (long total : new long[] { 5, 3, 0 }) {
			assertThat(assertMovesNothing(ReportLease.of(this.wallet, "l", OWNER, total)))
				.isEqualTo(reported(5, 0, 0, true, 5, 0));
		}
	}

	@Test
	void aLateReportUnderBurnMovesNothing() {
		topUp(10);
		lease("l", 6, LeaseExpiry.BURN);
		report(2);
		expireHolds();
		assertFigures(4, 0, 0, 6, 10, 0);
		assertThat(assertMovesNothing(ReportLease.of(this.wallet, "l", OWNER, 5)))
			.isEqualTo(reported(2, 0, 0, true, 4, 0));
		assertThat(this.calls.lease(this.wallet, "l").orElseThrow().reported()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void aLateReportIsBoundByTheGrant(LeaseExpiry expiry) {
		topUp(10);
		lease("l", 6, expiry);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		expireHolds();
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", OWNER, 5))).isInstanceOf(Refusal.LeaseExhausted.class);
	}

	@ParameterizedTest
	@EnumSource
	void aLateReportIsOnlyTakenFromTheOwner(LeaseExpiry expiry) {
		topUp(10);
		lease("l", 6, expiry);
		expireHolds();
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", "thief", 1)))
			.isEqualTo(new Refusal.LeaseOwnerMismatch(this.wallet, "l", "thief"));
	}

	@Test
	void aLateReportThatWouldPassTheLimitOfTheWalletIsRefused() {
		topUp(Limits.MAX_CREDITS);
		lease("l", 6, LeaseExpiry.RETURN);
		expireHolds();
		assertApplied(Consume.of(this.wallet, Limits.MAX_CREDITS - 1));
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", OWNER, 2))).isInstanceOf(Refusal.WalletLimit.class);
		assertThat(report(1)).isEqualTo(reported(1, 1, 0, true, 0, 0));
	}

	@Test
	void aReleasedLeaseTakesNoReport() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		report(2);
		assertApplied(ReleaseLease.of(this.wallet, "l", OWNER));
		assertThat(refusalOf(ReportLease.of(this.wallet, "l", OWNER, 2)))
			.isEqualTo(new Refusal.LeaseReleased(this.wallet, "l"));
	}

	private ReportLeaseResult report(long total) {
		return this.calls.apply(ReportLease.of(this.wallet, "l", OWNER, total));
	}

	private ReportLeaseResult reported(long total, long booked, long unspent, boolean late, long available, long debt) {
		return new ReportLeaseResult.Reported(this.wallet, "l", total, booked, unspent, late, available, debt);
	}

}
