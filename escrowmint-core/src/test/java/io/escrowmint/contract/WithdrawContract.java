package io.escrowmint.contract;

import io.escrowmint.model.Refusal;
import io.escrowmint.model.Withdraw;
import io.escrowmint.model.WithdrawResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class WithdrawContract extends EngineContract {

	@Test
	void aWithdrawalLeavesTheWallet() {
		topUp(10);
		assertThat(this.calls.apply(Withdraw.of(this.wallet, 4)))
			.isEqualTo(new WithdrawResult.Withdrawn(this.wallet, 4, 6, false));
		assertFigures(6, 0, 0, 0, 6, 0);
	}

	@Test
	void allOfIt() {
		topUp(10);
		assertApplied(Withdraw.of(this.wallet, 10));
		assertFigures(0, 0, 0, 0, 0, 0);
		assertThat(state().exists()).isTrue();
	}

	@Test
	void moreThanIsAvailableIsRefusedWhole() {
		topUp(10);
		hold("r", 4);
		assertThat(refusalOf(Withdraw.of(this.wallet, 7)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 7, 6, 4, 0, Engine.START.plus(TTL)));
	}

	@Test
	void spentCreditsCannotBeWithdrawn() {
		topUp(10);
		hold("r", 10);
		commit("r", 10);
		assertThat(refusalOf(Withdraw.of(this.wallet, 1))).isInstanceOf(Refusal.InsufficientCredits.class);
	}

	@Test
	void anUnknownWalletHasNothingAndIsNotCreated() {
		assertThat(refusalOf(Withdraw.of(this.wallet, 1)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, 0, 0, null));
		assertThat(state().exists()).isFalse();
	}

	@Test
	void expiredHoldsCanBeWithdrawn() {
		topUp(10);
		hold("r", 10);
		expireHolds();
		assertThat(this.calls.apply(Withdraw.of(this.wallet, 10)))
			.isEqualTo(new WithdrawResult.Withdrawn(this.wallet, 10, 0, false));
	}

}
