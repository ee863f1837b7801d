package io.escrowmint.contract;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class BoundariesContract extends EngineContract {

	private static final long MAX = Limits.MAX_CREDITS;

	@ParameterizedTest
	@ValueSource(longs = { 99_999_999_999_999L, 100_000_000_000_000L, 100_000_000_000_001L, 123_456_789_012_345L,
			999_999_999_999_999L, 1_000_000_000_000_001L, 4_503_599_627_370_497L, 9_007_199_254_740_989L,
			9_007_199_254_740_990L, MAX })
	void everyDigitIsKept(long amount) {
		Calls.await(this.engine.events().enable(true));
		assertThat(assertApplied(TopUp.of(this.wallet, amount)).available()).isEqualTo(amount);
		hold("r", amount - 1);
		assertFigures(1, amount - 1, 0, 0, amount, 0);
		assertThat(this.calls.reservation(this.wallet, "r").orElseThrow().amount()).isEqualTo(amount - 1);
		assertThat(assertApplied(Commit.of(this.wallet, "r")).orElseThrow().charged()).isEqualTo(amount - 1);
		assertFigures(1, 0, 0, amount - 1, amount, 0);
		assertThat(assertApplied(Refund.of(this.wallet, amount - 2).ofReservation("r").key("f")).available())
			.isEqualTo(amount - 1);
		assertThat(assertMovesNothing(Refund.of(this.wallet, amount - 2).ofReservation("r").key("f")).available())
			.isEqualTo(amount - 1);
		assertThat(refusalOf(Consume.of(this.wallet, amount)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, amount, amount - 1, 0, 0, null));
		assertThat(refusalOf(Refund.of(this.wallet, 2).ofReservation("r")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 2, 1));
		lease("l", amount - 1, LeaseExpiry.RETURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 3));
		assertThat(assertApplied(ReportLease.of(this.wallet, "l", OWNER, amount - 5)).orElseThrow().unspent()).isOne();
		assertFigures(0, 0, 1, amount - 1, amount, 0);
		for (WalletEvent event : this.calls.events(this.wallet)) {
			assertThat(event.after().isLawful()).isTrue();
			assertThat(event.after().granted()).isIn(0L, amount);
		}
	}

	@Test
	void theLargestAmountPassesThroughEveryVerb() {
		topUp(MAX);
		hold("r", MAX);
		assertFigures(0, MAX, 0, 0, MAX, 0);
		cancel("r");
		hold("s", MAX);
		assertApplied(Commit.of(this.wallet, "s").actual(MAX));
		assertFigures(0, 0, 0, MAX, MAX, 0);
		assertApplied(Refund.of(this.wallet, MAX));
		assertApplied(Consume.of(this.wallet, MAX).key("c"));
		assertApplied(Refund.of(this.wallet, MAX).ofConsume("c"));
		lease("l", MAX, LeaseExpiry.RETURN);
		assertApplied(ReleaseLease.of(this.wallet, "l", OWNER));
		lease("m", MAX, LeaseExpiry.BURN);
		expireHolds();
		assertFigures(0, 0, 0, MAX, MAX, 0);
		assertApplied(Refund.of(this.wallet, MAX));
		assertApplied(Withdraw.of(this.wallet, MAX));
		assertFigures(0, 0, 0, 0, 0, 0);
		assertApplied(TopUp.of(this.wallet, MAX));
	}

	@Test
	void theLargestExpiredHoldComesBack() {
		topUp(MAX);
		hold("r", MAX);
		expireHolds();
		assertThat(this.calls.send(Commit.of(this.wallet, "r").late(LateCommit.CHARGE)).orElseThrow().charged())
			.isEqualTo(MAX);
		assertFigures(0, 0, 0, MAX, MAX, 0);
	}

	@Test
	void manyHoldsAddUpToTheLimit() {
		topUp(MAX);
		long part = MAX / 3;
		hold("a", part);
		hold("b", part);
		hold("c", MAX - 2 * part);
		assertFigures(0, MAX, 0, 0, MAX, 0);
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("d")))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, MAX, 0, Engine.START.plus(TTL)));
	}

	@Test
	void amountsThatTogetherPassTheLimitAreRefusedAndNotWrapped() {
		topUp(MAX - 1);
		assertThat(refusalOf(TopUp.of(this.wallet, MAX))).isEqualTo(new Refusal.WalletLimit(this.wallet, MAX, 1));
		assertThat(refusalOf(TopUp.of(this.wallet, 2))).isEqualTo(new Refusal.WalletLimit(this.wallet, 2, 1));
		assertApplied(TopUp.of(this.wallet, 1));
	}

	@Test
	void debtUpToTheLimitIsBooked() {
		topUp(1);
		hold("r", 1);
		assertApplied(Commit.of(this.wallet, "r").actual(MAX).overrun(Overrun.DEBT).maxDebt(MAX));
		assertFigures(0, 0, 0, MAX, 1, MAX - 1);
		assertThat(refusalOf(TopUp.of(this.wallet, 1))).isEqualTo(new Refusal.WalletLimit(this.wallet, 1, 0));
		assertApplied(Refund.of(this.wallet, MAX));
		assertFigures(1, 0, 0, 0, 1, 0);
	}

	@Test
	void debtAndGrantedTogetherReachTheLimitAndNoMore() {
		topUp(MAX - 3);
		hold("r", 1);
		assertApplied(Consume.of(this.wallet, MAX - 4));
		assertThat(refusalOf(Commit.of(this.wallet, "r").actual(5).overrun(Overrun.DEBT).maxDebt(MAX)))
			.isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", 5, 1, 0, 0));
		assertApplied(Commit.of(this.wallet, "r").actual(4).overrun(Overrun.DEBT).maxDebt(MAX));
		assertFigures(0, 0, 0, MAX, MAX - 3, 3);
		assertThat(refusalOf(TopUp.of(this.wallet, 1))).isEqualTo(new Refusal.WalletLimit(this.wallet, 1, 0));
	}

	@Test
	void aLateChargePastTheLimitIsRejected() {
		topUp(MAX);
		hold("r", 2);
		expireHolds();
		assertApplied(Consume.of(this.wallet, MAX - 1));
		assertThat(refusalOf(Commit.of(this.wallet, "r").late(LateCommit.CHARGE).maxDebt(MAX)))
			.isEqualTo(new Refusal.OverrunRejected(this.wallet, "r", 2, 2, 1, 0));
	}

	@Test
	void aGrantOfALeaseIsCutAtWhatIsAvailableHoweverLargeTheRequest() {
		topUp(5);
		assertThat(assertApplied(AllocateLease.of(this.wallet, MAX, TTL, OWNER).minimum(5)).orElseThrow().granted())
			.isEqualTo(5);
	}

	@Test
	void oneCreditPassesThroughEveryVerb() {
		topUp(1);
		hold("r", 1);
		assertApplied(Cancel.of(this.wallet, "r"));
		hold("s", 1);
		commit("s", 1);
		assertApplied(Refund.of(this.wallet, 1).ofReservation("s"));
		lease("l", 1, LeaseExpiry.RETURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1));
		assertFigures(0, 0, 0, 1, 1, 0);
	}

}
