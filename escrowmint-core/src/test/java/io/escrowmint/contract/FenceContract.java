package io.escrowmint.contract;

import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.model.WalletState;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a fence does to commands.
 */
public abstract class FenceContract extends EngineContract {

	@Test
	void everyCommandOnAFencedWalletIsRefusedUnapplied() {
		topUp(10);
		hold("r", 2);
		lease("l", 2, LeaseExpiry.RETURN);
		assertApplied(Consume.of(this.wallet, 1).key("k"));
		WalletState before = state();
		fence();
		List<Command<?>> commands = List.of(TopUp.of(this.wallet, 1), Consume.of(this.wallet, 1),
				Consume.of(this.wallet, 1).key("k"), Withdraw.of(this.wallet, 1), Refund.of(this.wallet, 1),
				Reserve.of(this.wallet, 1, TTL).id("s"), Extend.of(this.wallet, "r", TTL.plusSeconds(1)),
				Commit.of(this.wallet, "r"), Cancel.of(this.wallet, "r"), Cancel.of(this.wallet, "t"),
				AllocateLease.of(this.wallet, 1, TTL, OWNER), ConsumeLease.of(this.wallet, "l", OWNER, 1),
				ReportLease.of(this.wallet, "l", OWNER, 1), RenewLease.of(this.wallet, "l", OWNER, TTL.plusSeconds(1)),
				ReleaseLease.of(this.wallet, "l", OWNER));
		for (Command<?> command : commands) {
			assertThatExceptionOfType(WalletFencedException.class).as("%s", command)
				.isThrownBy(() -> this.calls.send(command));
		}
		unfence();
		assertThat(state()).isEqualTo(before);
		hold("t", 1);
	}

	@Test
	void otherWalletsAreNotFenced() {
		topUp(10);
		fence();
		assertApplied(TopUp.of(newWallet(), 1));
	}

	@Test
	void nothingIsReclaimedBehindAFence() {
		Calls.await(this.engine.events().enable(true));
		topUp(10);
		hold("r", 4);
		fence();
		expireHolds();
		Calls.await(this.engine.expiry().sweep(this.engine.events().partitionOf(this.wallet), 10));
		assertThat(this.calls.events(this.wallet)).hasSize(3);
		unfence();
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	private void fence() {
		Calls.await(this.engine.recovery().fence(this.wallet, "test"));
	}

	private void unfence() {
		Calls.await(this.engine.recovery().unfence(this.wallet));
	}

}
