package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.LeaseExpiry;
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
