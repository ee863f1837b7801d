package io.escrowmint.contract;

import io.escrowmint.model.Limits;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.model.WalletState;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class TopUpContract extends EngineContract {

	@Test
	void aTopUpCreatesTheWallet() {
		assertThat(state().exists()).isFalse();
		assertThat(this.calls.apply(TopUp.of(this.wallet, 10)))
			.isEqualTo(new TopUpResult.ToppedUp(this.wallet, 10, 10, 0, false));
		WalletState state = state();
		assertThat(state.exists()).isTrue();
		assertThat(state.epoch()).isEqualTo(Engine.START.toEpochMilli());
		assertThat(state.seq()).isEqualTo(2);
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void topUpsAddUp() {
		topUp(10);
		topUp(1);
		assertFigures(11, 0, 0, 0, 11, 0);
		assertThat(state().seq()).isEqualTo(3);
	}

	@Test
	void aTopUpPaysDebtFirstAndIsGrantedInFull() {
		topUp(10);
		owe(5);
		assertThat(this.calls.apply(TopUp.of(this.wallet, 3)))
			.isEqualTo(new TopUpResult.ToppedUp(this.wallet, 3, 0, 2, false));
		assertFigures(0, 0, 0, 15, 13, 2);
		assertThat(this.calls.apply(TopUp.of(this.wallet, 3)))
			.isEqualTo(new TopUpResult.ToppedUp(this.wallet, 3, 1, 0, false));
		assertFigures(1, 0, 0, 15, 16, 0);
	}

	@Test
	void aTopUpThatPaysTheDebtExactlyLeavesNothingAvailable() {
		topUp(1);
		owe(7);
		assertApplied(TopUp.of(this.wallet, 7));
		assertFigures(0, 0, 0, 8, 8, 0);
	}

	@Test
	void aWalletTakesExactlyItsLimit() {
		topUp(Limits.MAX_CREDITS);
		assertFigures(Limits.MAX_CREDITS, 0, 0, 0, Limits.MAX_CREDITS, 0);
		assertThat(refusalOf(TopUp.of(this.wallet, 1))).isEqualTo(new Refusal.WalletLimit(this.wallet, 1, 0));
	}

	@Test
	void aTopUpPastTheLimitIsRefusedWithTheHeadroom() {
		topUp(10);
		assertThat(refusalOf(TopUp.of(this.wallet, Limits.MAX_CREDITS)))
			.isEqualTo(new Refusal.WalletLimit(this.wallet, Limits.MAX_CREDITS, Limits.MAX_CREDITS - 10));
	}

	@Test
	void debtCountsTowardsTheLimitEvenIfTheTopUpWouldPayIt() {
		topUp(Limits.MAX_CREDITS - 10);
		owe(10);
		assertThat(refusalOf(TopUp.of(this.wallet, 10))).isEqualTo(new Refusal.WalletLimit(this.wallet, 10, 0));
	}

	@Test
	void whatWasWithdrawnMakesRoom() {
		topUp(Limits.MAX_CREDITS);
		assertApplied(Withdraw.of(this.wallet, 5));
		assertThat(refusalOf(TopUp.of(this.wallet, 6))).isEqualTo(new Refusal.WalletLimit(this.wallet, 6, 5));
		topUp(5);
		assertFigures(Limits.MAX_CREDITS, 0, 0, 0, Limits.MAX_CREDITS, 0);
	}

	@Test
	void theEpochStaysThatOfTheCreation() {
		topUp(1);
		this.engine.advance(TTL);
		topUp(1);
		assertThat(state().epoch()).isEqualTo(Engine.START.toEpochMilli());
	}

}
