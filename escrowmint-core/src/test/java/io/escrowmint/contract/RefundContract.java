package io.escrowmint.contract;

import io.escrowmint.model.Charge;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.Refund;
import io.escrowmint.model.RefundResult;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class RefundContract extends EngineContract {

	@Test
	void aRefundMovesSpentToAvailable() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 6));
		assertThat(this.calls.apply(Refund.of(this.wallet, 4)))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 4, 8, 0, false));
		assertFigures(8, 0, 0, 2, 10, 0);
	}

	@Test
	void neverMoreThanWasSpent() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 6));
		assertThat(refusalOf(Refund.of(this.wallet, 7))).isEqualTo(new Refusal.RefundExceeded(this.wallet, 7, 6));
		assertApplied(Refund.of(this.wallet, 6));
		assertThat(refusalOf(Refund.of(this.wallet, 1))).isEqualTo(new Refusal.RefundExceeded(this.wallet, 1, 0));
	}

	@Test
	void aRefundPaysDebtFirst() {
		topUp(10);
		owe(5);
		assertThat(this.calls.apply(Refund.of(this.wallet, 3)))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 3, 0, 2, false));
		assertThat(this.calls.apply(Refund.of(this.wallet, 3)))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 3, 1, 0, false));
		assertFigures(1, 0, 0, 9, 10, 0);
	}

	@Test
	void allRefundsOfAConsumeTogetherNeverExceedIt() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		assertApplied(Consume.of(this.wallet, 5));
		assertApplied(Refund.of(this.wallet, 3).ofConsume("c"));
		assertThat(refusalOf(Refund.of(this.wallet, 3).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 3, 2));
		assertApplied(Refund.of(this.wallet, 2).ofConsume("c"));
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 1, 0));
		assertFigures(5, 0, 0, 5, 10, 0);
	}

	@Test
	void allRefundsOfAReservationTogetherNeverExceedItsCharge() {
		topUp(10);
		hold("r", 8);
		commit("r", 5);
		assertApplied(Consume.of(this.wallet, 5));
		assertApplied(Refund.of(this.wallet, 4).ofReservation("r"));
		assertThat(this.calls.reservation(this.wallet, "r").orElseThrow().refunded()).isEqualTo(4);
		assertThat(refusalOf(Refund.of(this.wallet, 2).ofReservation("r")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 2, 1));
		assertApplied(Refund.of(this.wallet, 1).ofReservation("r"));
		assertThat(this.calls.reservation(this.wallet, "r").orElseThrow().refunded()).isEqualTo(5);
	}

	@Test
	void aRefundWithoutAnOriginalLeavesLessToRefundOfACharge() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		assertApplied(Refund.of(this.wallet, 3));
		assertThat(refusalOf(Refund.of(this.wallet, 5).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 5, 2));
		assertApplied(Refund.of(this.wallet, 2).ofConsume("c"));
	}

	@Test
	void aReplayedRefundCountsOnce() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		assertApplied(Refund.of(this.wallet, 3).ofConsume("c").key("f"));
		assertThat(assertMovesNothing(Refund.of(this.wallet, 3).ofConsume("c").key("f")))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 3, 8, 0, true));
		assertApplied(Refund.of(this.wallet, 2).ofConsume("c").key("g"));
	}

	@Test
	void aReplayedConsumeCanStillBeRefundedOnlyOnce() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		assertApplied(Consume.of(this.wallet, 5));
		assertApplied(Refund.of(this.wallet, 5).ofConsume("c"));
		assertMovesNothing(Consume.of(this.wallet, 5).key("c"));
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 1, 0));
	}

	@Test
	void aConsumeThatTheLibraryNamedIsACharge() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key(new OperationId("lib", Origin.LIBRARY)));
		assertApplied(Refund.of(this.wallet, 5).ofConsume("lib"));
	}

	@Test
	void onlyTheKeyOfAConsumeIsACharge() {
		topUp(10);
		lease("l", 3, LeaseExpiry.RETURN);
		assertApplied(TopUp.of(this.wallet, 5).key("top-up"));
		assertApplied(Withdraw.of(this.wallet, 1).key("withdrawal"));
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1).key("of-lease"));
		assertApplied(Consume.of(this.wallet, 2).key("consume"));
		assertApplied(Refund.of(this.wallet, 1).key("refund"));
		for (String key : new String[] { "top-up", "withdrawal", "of-lease", "refund", "nothing", "l" }) {
			assertThat(refusalOf(Refund.of(this.wallet, 1).ofConsume(key)))
				.isEqualTo(new Refusal.ChargeNotFound(this.wallet, new Charge.OfConsume(key)));
		}
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofReservation("consume")))
			.isEqualTo(new Refusal.ChargeNotFound(this.wallet, new Charge.OfReservation("consume")));
	}

	@Test
	void onlyACommittedReservationIsACharge() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5));
		hold("expired", 1);
		expireHolds();
		hold("open", 1);
		hold("canceled", 1);
		cancel("canceled");
		hold("free", 1);
		commit("free", 0);
		for (String id : new String[] { "expired", "open", "canceled", "nothing" }) {
			assertThat(refusalOf(Refund.of(this.wallet, 1).ofReservation(id)))
				.isEqualTo(new Refusal.ChargeNotFound(this.wallet, new Charge.OfReservation(id)));
		}
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofReservation("free")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 1, 0));
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofConsume("open")))
			.isEqualTo(new Refusal.ChargeNotFound(this.wallet, new Charge.OfConsume("open")));
	}

	@Test
	void aChargeOfAnotherWalletIsUnknown() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		String other = newWallet();
		assertApplied(TopUp.of(other, 10));
		assertApplied(Consume.of(other, 5));
		assertThat(refusalOf(Refund.of(other, 1).ofConsume("c"))).isInstanceOf(Refusal.ChargeNotFound.class);
	}

	@Test
	void anUnknownWalletHasNothingToRefund() {
		assertThat(refusalOf(Refund.of(this.wallet, 1))).isEqualTo(new Refusal.RefundExceeded(this.wallet, 1, 0));
		assertThat(refusalOf(Refund.of(this.wallet, 1).ofConsume("c")))
			.isEqualTo(new Refusal.ChargeNotFound(this.wallet, new Charge.OfConsume("c")));
		assertThat(state().exists()).isFalse();
	}

}
