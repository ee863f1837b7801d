package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ExtendContract extends EngineContract {

	@Test
	void anExtensionCountsFromNow() {
		topUp(10);
		hold("r", 4);
		this.engine.advance(Duration.ofSeconds(10));
		assertThat(this.calls.apply(Extend.of(this.wallet, "r", TTL)))
			.isEqualTo(new ExtendResult.Extended(this.wallet, "r", 4, Engine.START.plusSeconds(40), 6, true));
		assertThat(state().earliestExpiry()).isEqualTo(Engine.START.plusSeconds(40));
		assertFigures(6, 4, 0, 0, 10, 0);
	}

	@Test
	void anExtensionNeverShortens() {
		topUp(10);
		hold("r", 4);
		ExtendResult.Extended answer = assertMovesNothing(Extend.of(this.wallet, "r", Duration.ofSeconds(1)))
			.orElseThrow();
		assertThat(answer).isEqualTo(new ExtendResult.Extended(this.wallet, "r", 4, Engine.START.plus(TTL), 6, false));
		assertThat(assertMovesNothing(Extend.of(this.wallet, "r", TTL)).orElseThrow().changed()).isFalse();
	}

	@Test
	void anExtendedHoldOutlivesItsFirstExpiry() {
		topUp(10);
		hold("r", 4);
		assertApplied(Extend.of(this.wallet, "r", TTL.multipliedBy(2)));
		expireHolds();
		assertFigures(6, 4, 0, 0, 10, 0);
		this.engine.advance(TTL.minusMillis(1));
		assertFigures(6, 4, 0, 0, 10, 0);
		this.engine.advance(Duration.ofMillis(1));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void theLastMillisecondIsEnough() {
		topUp(10);
		hold("r", 4);
		this.engine.advance(TTL.minusMillis(1));
		assertThat(this.calls.send(Extend.of(this.wallet, "r", TTL)).applied()).isTrue();
	}

	@Test
	void anExpiredReservationIsNeverRevived() {
		topUp(10);
		hold("r", 4);
		expireHolds();
		assertThat(this.calls.send(Extend.of(this.wallet, "r", TTL)).refusal())
			.contains(new Refusal.ReservationExpired(this.wallet, "r", 4));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void theEarliestExpiryIsThatOfAnotherHoldThen() {
		topUp(10);
		hold("r", 1, Duration.ofSeconds(1));
		hold("s", 1, Duration.ofSeconds(2));
		assertApplied(Extend.of(this.wallet, "r", Duration.ofSeconds(3)));
		assertThat(state().earliestExpiry()).isEqualTo(Engine.START.plusSeconds(2));
	}

}
