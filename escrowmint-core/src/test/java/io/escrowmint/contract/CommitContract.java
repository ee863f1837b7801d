package io.escrowmint.contract;

import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Consume;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class CommitContract extends EngineContract {

	@Test
	void aCommitChargesTheHold() {
		topUp(10);
		hold("r", 4);
		assertThat(this.calls.apply(Commit.of(this.wallet, "r")))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 4, 4, 6, 0, false, false));
		assertFigures(6, 0, 0, 4, 10, 0);
		assertThat(this.calls.reservation(this.wallet, "r"))
			.contains(new ReservationView(this.wallet, "r", ReservationView.Status.COMMITTED, 4, 4, false, 0, null));
		assertThat(state().openReservations()).isZero();
		assertThat(state().earliestExpiry()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void lessThanTheHoldReturnsTheRest(Overrun overrun) {
		topUp(10);
		hold("r", 4);
		hold("s", 4);
		assertThat(this.calls.apply(Commit.of(this.wallet, "r").actual(3).overrun(overrun)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 3, 3, 3, 0, false, false));
		assertThat(this.calls.apply(Commit.of(this.wallet, "s").actual(0).overrun(overrun)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "s", 0, 0, 7, 0, false, false));
		assertFigures(7, 0, 0, 3, 10, 0);
	}

	@Test
	void theRestPaysDebtFirst() {
		topUp(20);
		hold("r", 10);
		owe(4);
		assertThat(this.calls.apply(Commit.of(this.wallet, "r").actual(7)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 7, 7, 0, 1, false, false));
		assertFigures(0, 0, 0, 21, 20, 1);
	}

	/**
	 * A hold of 10, {@code beside} it available, {@code asked} for: what is charged, and
	 * available and debt afterwards; no charge stands for OverrunRejected.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			# overrun, beside, asked, cap, charged, available, debt
			REJECT,    5, 10, 100, 10, 5, 0
			REJECT,    5, 11, 100,   ,  ,
			CLAMP,     5, 11, 0,   10, 5, 0
			CLAMP,     0, 99, 100, 10, 0, 0
			AVAILABLE, 5, 14, 0,   14, 1, 0
			AVAILABLE, 5, 15, 0,   15, 0, 0
			AVAILABLE, 5, 16, 100,   ,  ,
			AVAILABLE, 0, 11, 100,   ,  ,
			DEBT,      5, 15, 0,   15, 0, 0
			DEBT,      5, 14, 0,   14, 1, 0
			DEBT,      5, 16, 0,     ,  ,
			DEBT,      5, 16,  ,     ,  ,
			DEBT,      5, 16, 1,   16, 0, 1
			DEBT,      5, 18, 3,   18, 0, 3
			DEBT,      5, 19, 3,     ,  ,
			DEBT,      0, 12, 2,   12, 0, 2
			""")
	void anOverrunOfAnOpenHoldGoesByItsPolicy(Overrun overrun, long beside, long asked, Long cap, Long charged,
			Long available, Long debt) {
		topUp(10 + beside);
		hold("r", 10);
		Commit commit = commit(asked, overrun, LateCommit.EXPIRED, cap);
		if (charged == null) {
			assertThat(refusalOf(commit))
				.isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", asked, 10, beside, 0));
			assertThat(this.calls.reservation(this.wallet, "r").orElseThrow().status())
				.isEqualTo(ReservationView.Status.OPEN);
			return;
		}
		assertThat(this.calls.apply(commit))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", asked, charged, available, debt, false, false));
		assertFigures(available, 0, 0, charged, 10 + beside, debt);
	}

	/**
	 * A hold of 10 has expired, {@code left} is available in all; no charge stands for
	 * OverrunRejected.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			# overrun, left, asked, cap, charged, available, debt
			REJECT,    15, 10, 0,   10, 5, 0
			REJECT,    15,  4, 0,    4, 11, 0
			REJECT,    15,  0, 0,    0, 15, 0
			REJECT,     0,  0, 0,    0, 0, 0
			REJECT,    15, 11, 100,   ,  ,
			REJECT,     7, 10, 3,   10, 0, 3
			REJECT,     7, 10, 2,     ,  ,
			REJECT,     7, 10,  ,     ,  ,
			REJECT,     7,  8, 1,    8, 0, 1
			CLAMP,     15, 99, 0,   10, 5, 0
			CLAMP,      7, 99, 3,   10, 0, 3
			CLAMP,      7, 99, 2,     ,  ,
			CLAMP,     15,  3, 0,    3, 12, 0
			AVAILABLE, 15, 15, 0,   15, 0, 0
			AVAILABLE, 15, 14, 0,   14, 1, 0
			AVAILABLE, 15, 16, 100,   ,  ,
			AVAILABLE, 10, 10, 0,   10, 0, 0
			AVAILABLE, 10, 11, 100,   ,  ,
			AVAILABLE,  7, 10, 3,   10, 0, 3
			AVAILABLE,  7, 11, 100,   ,  ,
			DEBT,      15, 15, 0,   15, 0, 0
			DEBT,      15, 18, 3,   18, 0, 3
			DEBT,      15, 19, 3,     ,  ,
			DEBT,       7, 12, 5,   12, 0, 5
			DEBT,       7, 12, 4,     ,  ,
			DEBT,       7,  7, 0,    7, 0, 0
			DEBT,       7,  8, ,      ,  ,
			""")
	void aLateChargeGoesByItsPolicy(Overrun overrun, long left, long asked, Long cap, Long charged, Long available,
			Long debt) {
		topUp(20);
		hold("r", 10);
		expireHolds();
		if (left < 20) {
			assertThat(this.calls.send(Consume.of(this.wallet, 20 - left)).applied()).isTrue();
		}
		Commit commit = commit(asked, overrun, LateCommit.CHARGE, cap);
		if (charged == null) {
			assertThat(refusalOf(commit)).isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", asked, 10, left, 0));
			assertThat(this.calls.reservation(this.wallet, "r").orElseThrow().status())
				.isEqualTo(ReservationView.Status.EXPIRED);
			return;
		}
		assertThat(this.calls.apply(commit))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", asked, charged, available, debt, true, false));
		assertFigures(available, 0, 0, 20 - left + charged, 20, debt);
		assertThat(this.calls.reservation(this.wallet, "r")).contains(
				new ReservationView(this.wallet, "r", ReservationView.Status.COMMITTED, 10, charged, true, 0, null));
		assertThat(this.calls.apply(commit))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", asked, charged, available, debt, true, true));
	}

	@ParameterizedTest
	@EnumSource
	void aLateCommitIsRefusedUnlessItAsksToCharge(Overrun overrun) {
		topUp(10);
		hold("r", 4);
		expireHolds();
		Commit late = commit(2, overrun, LateCommit.EXPIRED, 100L);
		assertThat(this.calls.send(late).refusal()).contains(new Refusal.ReservationExpired(this.wallet, "r", 4));
		assertThat(refusalOf(late)).isEqualTo(new Refusal.ReservationExpired(this.wallet, "r", 4));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void aLateChargeReclaimsTheHoldFirstWhenNobodyDidBefore() {
		topUp(10);
		hold("r", 10);
		expireHolds();
		assertThat(this.calls.send(Commit.of(this.wallet, "r").late(LateCommit.CHARGE)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 10, 10, 0, 0, true, false));
		assertFigures(0, 0, 0, 10, 10, 0);
		assertThat(state().seq()).isEqualTo(5);
	}

	@Test
	void chargeMeansNothingToAnOpenHold() {
		topUp(10);
		hold("r", 4);
		assertThat(this.calls.apply(Commit.of(this.wallet, "r").late(LateCommit.CHARGE)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 4, 4, 6, 0, false, false));
	}

	@Test
	void theCapIsOnAllOfTheDebt() {
		topUp(20);
		hold("r", 10);
		owe(4);
		assertThat(refusalOf(commit(13, Overrun.DEBT, LateCommit.EXPIRED, 6L)))
			.isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", 13, 10, 0, 4));
		assertThat(this.calls.apply(commit(13, Overrun.DEBT, LateCommit.EXPIRED, 7L)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 13, 13, 0, 7, false, false));
		assertFigures(0, 0, 0, 27, 20, 7);
	}

	@Test
	void aCommitThatAddsNoDebtIsNeverRefusedForTheCap() {
		topUp(20);
		hold("r", 10);
		owe(4);
		assertThat(this.calls.apply(commit(10, Overrun.DEBT, LateCommit.EXPIRED, 0L)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "r", 10, 10, 0, 4, false, false));
	}

	@Test
	void debtPastTheLimitIsRejected() {
		topUp(Limits.MAX_CREDITS - 5);
		hold("r", 10);
		owe(3);
		assertThat(refusalOf(commit(13, Overrun.DEBT, LateCommit.EXPIRED, Limits.MAX_CREDITS)))
			.isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", 13, 10, 0, 3));
		assertApplied(commit(12, Overrun.DEBT, LateCommit.EXPIRED, Limits.MAX_CREDITS));
		assertThat(state().figures().debt()).isEqualTo(5);
	}

	@Test
	void anAmountFarAboveAllLimitsIsRejectedWithoutOverflow() {
		topUp(Limits.MAX_CREDITS);
		hold("r", 1);
		for (Overrun overrun : new Overrun[] { Overrun.REJECT, Overrun.DEBT }) {
			owe("spend-" + overrun);
			assertThat(refusalOf(commit(Limits.MAX_CREDITS, overrun, LateCommit.EXPIRED, Limits.MAX_CREDITS)))
				.isInstanceOf(Refusal.OverrunRejected.class);
		}
	}

	@Test
	void aRejectedCommitMaySucceedWithAnotherPolicy() {
		topUp(10);
		hold("r", 4);
		refusalOf(Commit.of(this.wallet, "r").actual(5));
		assertApplied(Commit.of(this.wallet, "r").actual(5).overrun(Overrun.AVAILABLE));
		assertFigures(5, 0, 0, 5, 10, 0);
	}

	private void owe(String key) {
		long available = state().available();
		if (available > 0) {
			assertApplied(Consume.of(this.wallet, available).key(key));
		}
	}

	private Commit commit(long actual, Overrun overrun, LateCommit late, Long cap) {
		Commit commit = Commit.of(this.wallet, "r").actual(actual).overrun(overrun).late(late);
		return (cap != null) ? commit.maxDebt(cap) : commit;
	}

}
