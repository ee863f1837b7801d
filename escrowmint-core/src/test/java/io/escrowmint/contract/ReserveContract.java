package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.WalletState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ReserveContract extends EngineContract {

	@Test
	void aReservationHoldsCredits() {
		topUp(10);
		assertThat(this.calls.apply(Reserve.of(this.wallet, 4, TTL).id("r"))).isEqualTo(
				new ReserveResult.Reserved(this.wallet, OperationId.of("r"), 4, Engine.START.plus(TTL), 6, false));
		assertFigures(6, 4, 0, 0, 10, 0);
		WalletState state = state();
		assertThat(state.openReservations()).isOne();
		assertThat(state.liveLeases()).isZero();
		assertThat(state.earliestExpiry()).isEqualTo(Engine.START.plus(TTL));
		assertThat(this.calls.reservation(this.wallet, "r")).contains(new ReservationView(this.wallet, "r",
				ReservationView.Status.OPEN, 4, 0, false, 0, Engine.START.plus(TTL)));
	}

	@Test
	void theExactAmountSucceeds() {
		topUp(10);
		hold("r", 10);
		assertFigures(0, 10, 0, 0, 10, 0);
	}

	@Test
	void insufficientCreditsLeaveTheWalletUntouched() {
		topUp(10);
		hold("r", 4);
		assertThat(refusalOf(Reserve.of(this.wallet, 7, TTL).id("s")))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 7, 6, 4, 0, Engine.START.plus(TTL)));
		assertThat(this.calls.reservation(this.wallet, "s")).isEmpty();
	}

	@Test
	void anUnknownWalletHasNothingAndIsNotCreated() {
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("r")))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 1, 0, 0, 0, null));
		assertThat(state().exists()).isFalse();
	}

	@Test
	void anIdThatTheLibraryMadeIsKept() {
		topUp(10);
		OperationId id = new OperationId("made", Origin.LIBRARY);
		assertThat(assertApplied(Reserve.of(this.wallet, 1, TTL).id(id)).orElseThrow().id()).isEqualTo(id);
		assertThat(assertMovesNothing(Reserve.of(this.wallet, 1, TTL).id(id)).orElseThrow().id()).isEqualTo(id);
	}

	@Test
	void fractionsOfAMillisecondAreCut() {
		topUp(10);
		assertThat(hold("r", 1, Duration.ofNanos(2_999_999)).expiresAt()).isEqualTo(Engine.START.plusMillis(2));
	}

	@Test
	void theLongestTimeToLiveIsKept() {
		topUp(10);
		assertThat(hold("r", 1, Duration.ofDays(365)).expiresAt()).isEqualTo(Engine.START.plus(Duration.ofDays(365)));
	}

	@Test
	void theSameIdAndAmountIsTheSameReservationUnchanged() {
		topUp(10);
		hold("r", 4);
		this.engine.advance(Duration.ofSeconds(5));
		ReserveResult.Reserved again = assertMovesNothing(Reserve.of(this.wallet, 4, Duration.ofHours(1)).id("r"))
			.orElseThrow();
		assertThat(again).isEqualTo(
				new ReserveResult.Reserved(this.wallet, OperationId.of("r"), 4, Engine.START.plus(TTL), 6, true));
	}

	@Test
	void theSameIdIsKnownEvenIfNothingIsLeft() {
		topUp(10);
		hold("r", 10);
		assertThat(assertMovesNothing(Reserve.of(this.wallet, 10, TTL).id("r")).replayed()).isTrue();
	}

	@Test
	void theSameIdWithAnotherAmountIsAConflict() {
		topUp(10);
		hold("r", 4);
		assertThat(refusalOf(Reserve.of(this.wallet, 5, TTL).id("r")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "r", 4));
		assertThat(refusalOf(Reserve.of(this.wallet, 100, TTL).id("r")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "r", 4));
	}

	@Test
	void aRefusedIdIsFree() {
		topUp(3);
		refusalOf(Reserve.of(this.wallet, 4, TTL).id("r"));
		topUp(7);
		assertThat(assertApplied(Reserve.of(this.wallet, 10, TTL).id("r")).replayed()).isFalse();
	}

	@Test
	void manyReservationsAreCounted() {
		topUp(100);
		holds("r", 20, TTL);
		assertFigures(80, 20, 0, 0, 100, 0);
		assertThat(state().openReservations()).isEqualTo(20);
		assertThat(state().seq()).isEqualTo(22);
	}

}
