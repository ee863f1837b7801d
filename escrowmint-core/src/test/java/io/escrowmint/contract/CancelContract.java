package io.escrowmint.contract;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class CancelContract extends EngineContract {

	@Test
	void aCancelGivesTheHoldBack() {
		topUp(10);
		hold("r", 4);
		assertThat(this.calls.apply(Cancel.of(this.wallet, "r")))
			.isEqualTo(new CancelResult.Canceled(this.wallet, "r", 4, 10));
		assertFigures(10, 0, 0, 0, 10, 0);
		assertThat(this.calls.reservation(this.wallet, "r"))
			.contains(new ReservationView(this.wallet, "r", ReservationView.Status.CANCELED, 4, 0, false, 0, null));
		assertThat(state().openReservations()).isZero();
	}

	@Test
	void aCancelPaysDebtFirst() {
		topUp(20);
		hold("r", 10);
		owe(4);
		assertThat(this.calls.apply(Cancel.of(this.wallet, "r")))
			.isEqualTo(new CancelResult.Canceled(this.wallet, "r", 10, 6));
		assertFigures(6, 0, 0, 14, 20, 0);
	}

	@Test
	void anUnknownIdIsNotFoundAndLeavesATombstone() {
		topUp(10);
		assertThat(refusalOf(Cancel.of(this.wallet, "r"))).isEqualTo(new Refusal.ReservationNotFound(this.wallet, "r"));
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("r")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "r", 0));
		assertThat(this.calls.reservation(this.wallet, "r"))
			.contains(new ReservationView(this.wallet, "r", ReservationView.Status.CANCELED, 0, 0, false, 0, null));
	}

	@Test
	void aTombstoneIsLeftOnAWalletThatDoesNotExistYet() {
		assertThat(refusalOf(Cancel.of(this.wallet, "r"))).isEqualTo(new Refusal.ReservationNotFound(this.wallet, "r"));
		assertThat(state().exists()).isFalse();
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("r")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "r", 0));
		topUp(10);
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("r")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "r", 0));
		hold("s", 1);
	}

	@Test
	void otherHoldsStay() {
		topUp(10);
		hold("r", 1);
		hold("s", 2);
		cancel("r");
		assertFigures(8, 2, 0, 0, 10, 0);
		assertThat(this.calls.reservations(this.wallet, 10)).extracting(ReservationView::id).containsExactly("s");
	}

}
