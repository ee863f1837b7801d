package io.escrowmint.contract;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ExpiryContract extends EngineContract {

	@Test
	void onlyWhatHasExpiredIsReclaimed() {
		topUp(10);
		hold("r", 1, Duration.ofMillis(10));
		hold("s", 2, Duration.ofMillis(11));
		this.engine.advance(Duration.ofMillis(9));
		assertFigures(7, 3, 0, 0, 10, 0);
		this.engine.advance(Duration.ofMillis(1));
		assertFigures(8, 2, 0, 0, 10, 0);
		assertThat(state().earliestExpiry()).isEqualTo(Engine.START.plusMillis(11));
		this.engine.advance(Duration.ofMillis(1));
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void theShortestHoldLivesForOneMillisecond() {
		topUp(10);
		hold("r", 1, Duration.ofMillis(1));
		commit("r", 1);
		hold("s", 1, Duration.ofMillis(1));
		this.engine.advance(Duration.ofMillis(1));
		assertThat(this.calls.send(Commit.of(this.wallet, "s")).refusal())
			.contains(new Refusal.ReservationExpired(this.wallet, "s", 1));
	}

	@Test
	void theAddressedHoldHasExpiredEvenBeyondTheBatch() {
		for (int i = 0; i < 4; i++) {
			this.wallet = newWallet();
			topUp(210);
			holds("a", 200, TTL);
			hold("z", 10, TTL.plusMillis(1));
			this.engine.advance(TTL.plusMillis(1));
			List<Command<?>> verbs = List.of(Commit.of(this.wallet, "z"), Cancel.of(this.wallet, "z"),
					Extend.of(this.wallet, "z", TTL), Reserve.of(this.wallet, 10, TTL).id("z"));
			assertThat(this.calls.send(verbs.get(i)).refusal())
				.contains(new Refusal.ReservationExpired(this.wallet, "z", 10));
			assertFigures(210, 0, 0, 0, 210, 0);
		}
	}

	@Test
	void aLateChargeBeyondTheBatchIsTakenFromItsOwnReclaimedHold() {
		topUp(210);
		holds("a", 200, TTL);
		hold("z", 10, TTL.plusMillis(1));
		this.engine.advance(TTL.plusMillis(1));
		CommitResult.Committed committed = this.calls.send(Commit.of(this.wallet, "z").late(LateCommit.CHARGE))
			.orElseThrow();
		assertThat(committed.charged()).isEqualTo(10);
		assertThat(committed.late()).isTrue();
		assertThat(committed.debt()).isZero();
		assertFigures(200, 0, 0, 10, 210, 0);
	}

	@Test
	void theAddressedLeaseHasExpiredEvenBeyondTheBatch() {
		for (int i = 0; i < 4; i++) {
			this.wallet = newWallet();
			topUp(210);
			holds("a", 200, TTL.minusMillis(1));
			lease("z", 10, LeaseExpiry.RETURN);
			expireHolds();
			List<Command<?>> verbs = List.of(ConsumeLease.of(this.wallet, "z", OWNER, 1),
					RenewLease.of(this.wallet, "z", OWNER, TTL), ReleaseLease.of(this.wallet, "z", OWNER),
					AllocateLease.of(this.wallet, 10, TTL, OWNER).id("z"));
			assertThat(this.calls.send(verbs.get(i)).refusal()).contains(new Refusal.LeaseExpired(this.wallet, "z"));
			assertFigures(210, 0, 0, 0, 210, 0);
		}
	}

	@Test
	void aLateReportBeyondTheBatchIsTakenFromItsOwnReclaimedLease() {
		topUp(210);
		holds("a", 200, TTL.minusMillis(1));
		lease("z", 10, LeaseExpiry.RETURN);
		expireHolds();
		assertThat(this.calls.send(ReportLease.of(this.wallet, "z", OWNER, 10)).orElseThrow().debt()).isZero();
		assertFigures(200, 0, 0, 10, 210, 0);
	}

	@Test
	void whatARefusalReclaimedStaysReclaimedWhenTheClockStepsBack() {
		topUp(10);
		hold("r", 4);
		expireHolds();
		this.calls.send(Consume.of(this.wallet, 11));
		this.engine.setBack(TTL.multipliedBy(2));
		assertFigures(10, 0, 0, 0, 10, 0);
		assertThat(refusalOf(Commit.of(this.wallet, "r"))).isInstanceOf(Refusal.ReservationExpired.class);
		assertThat(refusalOf(Extend.of(this.wallet, "r", TTL))).isInstanceOf(Refusal.ReservationExpired.class);
	}

	@Test
	void aWalletsTimeNeverRunsBackwards() {
		topUp(10);
		this.engine.advance(TTL);
		topUp(1);
		this.engine.setBack(TTL);
		assertThat(hold("r", 1).expiresAt()).isEqualTo(Engine.START.plus(TTL.multipliedBy(2)));
		assertThat(assertMovesNothing(Extend.of(this.wallet, "r", TTL)).orElseThrow().changed()).isFalse();
		this.engine.advance(TTL.multipliedBy(2).minusMillis(1));
		assertThat(state().openReservations()).isOne();
		this.engine.advance(Duration.ofMillis(1));
		assertThat(state().openReservations()).isZero();
	}

	@Test
	void aHoldMadeAfterTheClockSteppedBackLivesByTheTimeOfTheWallet() {
		topUp(10);
		hold("r", 1, Duration.ofSeconds(10));
		this.engine.advance(Duration.ofSeconds(9));
		topUp(1);
		this.engine.setBack(Duration.ofSeconds(9));
		hold("s", 1, Duration.ofSeconds(1));
		assertThat(this.calls.reservation(this.wallet, "s").orElseThrow().expiresAt())
			.isEqualTo(Engine.START.plusSeconds(10));
		this.engine.advance(Duration.ofSeconds(10));
		assertThat(state().openReservations()).isZero();
	}

}
