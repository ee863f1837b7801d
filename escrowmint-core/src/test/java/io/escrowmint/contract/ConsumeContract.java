package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

abstract class ConsumeContract extends EngineContract {

	@Test
	void aConsumeMovesAvailableToSpent() {
		topUp(10);
		assertThat(this.calls.apply(Consume.of(this.wallet, 3)))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 3, 7, false));
		assertFigures(7, 0, 0, 3, 10, 0);
	}

	@Test
	void theExactAmountSucceeds() {
		topUp(10);
		assertThat(assertApplied(Consume.of(this.wallet, 10)).available()).isZero();
		assertFigures(0, 0, 0, 10, 10, 0);
	}

	@Test
	void insufficientCreditsLeaveTheWalletUntouched() {
		topUp(10);
		assertThat(refusalOf(Consume.of(this.wallet, 11)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 11, 10, 0, 0, null));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void aShortageSaysWhatIsHeldAndLeasedAndWhenItMayComeBack() {
		topUp(10);
		hold("late", 3, Duration.ofSeconds(60));
		lease("lease", 4, LeaseExpiry.RETURN);
		assertThat(refusalOf(Consume.of(this.wallet, 4)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 4, 3, 3, 4, Engine.START.plus(TTL)));
		hold("early", 1, Duration.ofMillis(1));
		assertThat(refusalOf(Consume.of(this.wallet, 4)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 4, 2, 4, 4, Engine.START.plusMillis(1)));
	}

	@Test
	void aShortageIsThrownOnDemand() {
		assertThatExceptionOfType(InsufficientCreditsException.class)
			.isThrownBy(() -> this.calls.apply(Consume.of(this.wallet, 1)).orElseThrow())
			.satisfies((ex) -> assertThat(ex.refusal().requested()).isOne());
	}

	@Test
	void anUnknownWalletHasNothingAndIsNotCreated() {
		assertThat(refusalOf(Consume.of(this.wallet, 1).key("k")))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, 0, 0, null));
		assertThat(state().exists()).isFalse();
	}

	@Test
	void heldAndLeasedCreditsCannotBeConsumed() {
		topUp(10);
		hold("r", 5);
		lease("l", 5, LeaseExpiry.RETURN);
		assertThat(refusalOf(Consume.of(this.wallet, 1))).isInstanceOf(Refusal.InsufficientCredits.class);
	}

	@Test
	void expiredCreditsCanBeConsumedAtOnce() {
		topUp(10);
		hold("r", 6);
		lease("l", 4, LeaseExpiry.RETURN);
		expireHolds();
		assertThat(this.calls.apply(Consume.of(this.wallet, 10)))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 10, 0, false));
		assertFigures(0, 0, 0, 10, 10, 0);
	}

	@Test
	void aWalletInDebtHasNothingToConsume() {
		topUp(10);
		owe(3);
		assertThat(refusalOf(Consume.of(this.wallet, 1)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, 0, 0, null));
	}

	@Test
	void whatIsMissingBecomesDebtUnderItsCap() {
		topUp(10);
		assertThat(refusalOf(Consume.of(this.wallet, 15).maxDebt(4)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 15, 10, 0, 0, null));
		assertFigures(10, 0, 0, 0, 10, 0);
		assertThat(this.calls.apply(Consume.of(this.wallet, 14).maxDebt(4)))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 14, 0, false));
		assertFigures(0, 0, 0, 14, 10, 4);
		assertThat(refusalOf(Consume.of(this.wallet, 1).maxDebt(4))).isInstanceOf(Refusal.InsufficientCredits.class);
		assertApplied(Consume.of(this.wallet, 3).maxDebt(7));
		assertFigures(0, 0, 0, 17, 10, 7);
	}

	@Test
	void aCapOnDebtDoesNotMatterWhileNothingIsMissing() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 10).maxDebt(0));
		assertThat(refusalOf(Consume.of(this.wallet, 1).maxDebt(0))).isInstanceOf(Refusal.InsufficientCredits.class);
		assertFigures(0, 0, 0, 10, 10, 0);
	}

	@Test
	void anUnknownWalletCannotOwe() {
		assertThat(refusalOf(Consume.of(this.wallet, 1).maxDebt(100)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, 0, 0, null));
		assertThat(state().exists()).isFalse();
	}

	@Test
	void debtDoesNotPassTheLimitOfAWallet() {
		topUp(10);
		assertThat(refusalOf(Consume.of(this.wallet, Limits.MAX_CREDITS).maxDebt(Limits.MAX_CREDITS - 11)))
			.isInstanceOf(Refusal.InsufficientCredits.class);
		assertApplied(Consume.of(this.wallet, Limits.MAX_CREDITS).maxDebt(Limits.MAX_CREDITS));
		assertFigures(0, 0, 0, Limits.MAX_CREDITS, 10, Limits.MAX_CREDITS - 10);
		assertThat(refusalOf(Consume.of(this.wallet, 1).maxDebt(Limits.MAX_CREDITS)))
			.isInstanceOf(Refusal.InsufficientCredits.class);
	}

	@Test
	void aDebtIsBookedOnceUnderItsKey() {
		topUp(10);
		Consume consume = Consume.of(this.wallet, 13).key("k").maxDebt(5);
		assertApplied(consume);
		assertThat(this.calls.apply(consume)).isEqualTo(new ConsumeResult.Consumed(this.wallet, 13, 0, true));
		assertFigures(0, 0, 0, 13, 10, 3);
		assertApplied(Refund.of(this.wallet, 13).ofConsume("k"));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void consumesWithoutAKeyAreAllApplied() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 4));
		assertThat(assertApplied(Consume.of(this.wallet, 4)).replayed()).isFalse();
		assertFigures(2, 0, 0, 8, 10, 0);
	}

	@Test
	void eachChangeTakesOneSeq() {
		topUp(10);
		assertThat(state().seq()).isEqualTo(2);
		assertApplied(Consume.of(this.wallet, 4));
		assertThat(state().seq()).isEqualTo(3);
	}

}
