package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.Trace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class HttpKeyContract extends EngineContract {

	private static final Bytes RESPONSE = allBytes();

	@Test
	void aKeyIsInFlightWhileTheHoldIsOpen() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertThat(refusalOf(claiming("s", 1)))
			.isEqualTo(new Refusal.HttpKeyInFlight(this.wallet, "h", Engine.START.plus(TTL)));
		assertApplied(Extend.of(this.wallet, "r", Duration.ofHours(1)));
		assertThat(refusalOf(claiming("s", 1)))
			.isEqualTo(new Refusal.HttpKeyInFlight(this.wallet, "h", Engine.START.plus(Duration.ofHours(1))));
		assertFigures(9, 1, 0, 0, 10, 0);
	}

	@Test
	void aClaimWithoutCreditsHoldsTheKeyAndNothingElse() {
		topUp(1);
		assertApplied(free("r", 1));
		assertThat(refusalOf(free("s", 1))).isInstanceOf(Refusal.HttpKeyInFlight.class);
		assertThat(refusalOf(free("s", 2))).isInstanceOf(Refusal.HttpKeyReused.class);
		assertFigures(1, 0, 0, 0, 1, 0);
		assertApplied(Commit.of(this.wallet, "r").response(RESPONSE));
		assertThat(refusalOf(free("s", 1))).isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", RESPONSE));
		assertFigures(1, 0, 0, 0, 1, 0);
	}

	@Test
	void aClaimWithoutCreditsIsFreedLikeAnyOther() {
		topUp(1);
		assertApplied(free("r", 1));
		cancel("r");
		assertApplied(free("s", 2));
		expireHolds();
		assertApplied(free("t", 3));
		assertFigures(1, 0, 0, 0, 1, 0);
	}

	@Test
	void aClaimWithoutCreditsWorksOnAnEmptyWalletAndNotOnAnUnknownOne() {
		assertThat(refusalOf(free("r", 1))).isInstanceOf(Refusal.InsufficientCredits.class);
		topUp(1);
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(free("r", 1));
		assertFigures(0, 0, 0, 1, 1, 0);
	}

	private Reserve free(String id, int payload) {
		return new Reserve(this.wallet, 0, TTL, OperationId.of(id), claim("h", payload), Trace.NONE);
	}

	@Test
	void anotherPayloadUnderAKeyInFlightIsRefused() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertThat(refusalOf(claiming("s", 2))).isEqualTo(new Refusal.HttpKeyReused(this.wallet, "h"));
	}

	@Test
	void theKeyIsCheckedBeforeTheIdAndTheCredits() {
		topUp(1);
		hold("known", 1);
		assertThat(refusalOf(claiming("r", 1))).isInstanceOf(Refusal.InsufficientCredits.class);
		topUp(1);
		assertApplied(claiming("r", 1));
		assertThat(refusalOf(claiming("known", 1))).isInstanceOf(Refusal.HttpKeyInFlight.class);
		assertThat(refusalOf(Reserve.of(this.wallet, 99, TTL).id("known").http(claim("h", 1))))
			.isInstanceOf(Refusal.HttpKeyInFlight.class);
	}

	@Test
	void theSameReservationPassesItsOwnKey() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertThat(assertMovesNothing(claiming("r", 1)).replayed()).isTrue();
		assertThat(refusalOf(Reserve.of(this.wallet, 2, TTL).id("r").http(claim("h", 1))))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "r", 1));
	}

	@Test
	void aFinishedKeyAnswersWithItsResponseByteByByte() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertApplied(Commit.of(this.wallet, "r").response(RESPONSE));
		Refusal answered = new Refusal.HttpKeyAnswered(this.wallet, "h", RESPONSE);
		assertThat(refusalOf(claiming("s", 1))).isEqualTo(answered);
		assertThat(refusalOf(claiming("r", 1))).isEqualTo(answered);
		assertThat(refusalOf(Reserve.of(this.wallet, 99, TTL).id("s").http(claim("h", 1)))).isEqualTo(answered);
		assertThat(refusalOf(claiming("s", 2))).isEqualTo(new Refusal.HttpKeyReused(this.wallet, "h"));
		assertThat(refusalOf(claiming("r", 2))).isEqualTo(new Refusal.HttpKeyReused(this.wallet, "h"));
		assertFigures(9, 0, 0, 1, 10, 0);
	}

	@Test
	void anEmptyResponseIsAResponse() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertApplied(Commit.of(this.wallet, "r").response(Bytes.of()));
		assertThat(refusalOf(claiming("s", 1))).isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", Bytes.of()));
	}

	@Test
	void aCommitWithoutAResponseFinishesTheKeyToo() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertApplied(Commit.of(this.wallet, "r").actual(0));
		assertThat(refusalOf(claiming("s", 1))).isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", null));
	}

	@Test
	void aReplayedCommitKeepsTheFirstResponse() {
		topUp(10);
		assertApplied(claiming("r", 1));
		assertApplied(Commit.of(this.wallet, "r").response(RESPONSE));
		assertMovesNothing(Commit.of(this.wallet, "r").response(Bytes.of((byte) 1)));
		assertMovesNothing(Commit.of(this.wallet, "r"));
		assertThat(refusalOf(claiming("s", 1))).isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", RESPONSE));
	}

	@Test
	void aResponseWithoutAClaimIsNotAnError() {
		topUp(10);
		hold("r", 1);
		assertApplied(Commit.of(this.wallet, "r").response(RESPONSE));
	}

	@Test
	void aRejectedCommitLeavesTheKeyInFlight() {
		topUp(10);
		assertApplied(claiming("r", 1));
		refusalOf(Commit.of(this.wallet, "r").actual(2).response(RESPONSE));
		assertThat(refusalOf(claiming("s", 1))).isInstanceOf(Refusal.HttpKeyInFlight.class);
	}

	@Test
	void aCancelFreesTheKeyForAnyPayload() {
		topUp(10);
		assertApplied(claiming("r", 1));
		cancel("r");
		assertApplied(claiming("s", 2));
		assertThat(refusalOf(claiming("t", 1))).isInstanceOf(Refusal.HttpKeyReused.class);
	}

	@Test
	void expiryFreesTheKeyAtOnce() {
		topUp(10);
		assertApplied(claiming("r", 1));
		expireHolds();
		assertThat(this.calls.send(claiming("s", 2)).applied()).isTrue();
		assertThat(refusalOf(claiming("r", 2))).isInstanceOf(Refusal.HttpKeyInFlight.class);
	}

	@Test
	void aKeyOfAnExpiredHoldIsFreeHoweverManyExpiredBeforeIt() {
		topUp(400);
		holds("a", 300, TTL);
		this.calls.send(claiming("z", 1)).orElseThrow();
		expireHolds();
		assertThat(this.calls.send(claiming("s", 1)).applied()).isTrue();
		assertFigures(399, 1, 0, 0, 400, 0);
	}

	@Test
	void theEndOfAnEarlierReservationDoesNotFreeTheKeyOfTheNext() {
		topUp(10);
		assertApplied(claiming("r", 1));
		cancel("r");
		assertApplied(claiming("s", 1));
		refusalOf(Cancel.of(this.wallet, "r"));
		assertThat(refusalOf(claiming("t", 1))).isInstanceOf(Refusal.HttpKeyInFlight.class);
	}

	@Test
	void aRefusedReserveClaimsNothing() {
		topUp(1);
		assertThat(refusalOf(Reserve.of(this.wallet, 2, TTL).id("r").http(claim("h", 1))))
			.isInstanceOf(Refusal.InsufficientCredits.class);
		assertApplied(claiming("s", 2));
	}

	@Test
	void aFinishedIdClaimsNothing() {
		topUp(10);
		hold("r", 1);
		cancel("r");
		assertThat(refusalOf(claiming("r", 1))).isEqualTo(new Refusal.ReservationCanceled(this.wallet, "r", 1));
		assertApplied(claiming("s", 2));
	}

	@Test
	void aReplayedReserveClaimsNothing() {
		topUp(10);
		hold("r", 1);
		assertThat(assertMovesNothing(claiming("r", 1)).replayed()).isTrue();
		assertApplied(claiming("s", 2));
	}

	@Test
	void aLateCommitFinishesAFreeKey() {
		topUp(10);
		assertApplied(claiming("r", 1));
		expireHolds();
		assertApplied(Commit.of(this.wallet, "r").late(LateCommit.CHARGE).response(RESPONSE));
		assertThat(refusalOf(claiming("s", 1))).isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", RESPONSE));
		assertThat(refusalOf(claiming("s", 2))).isEqualTo(new Refusal.HttpKeyReused(this.wallet, "h"));
	}

	@Test
	void aLateCommitLeavesAKeyInFlightToItsNewHolder() {
		topUp(10);
		assertApplied(claiming("r", 1));
		expireHolds();
		assertApplied(claiming("s", 2));
		assertApplied(Commit.of(this.wallet, "r").late(LateCommit.CHARGE).response(RESPONSE));
		assertThat(refusalOf(claiming("t", 2))).isInstanceOf(Refusal.HttpKeyInFlight.class);
		assertApplied(Commit.of(this.wallet, "s").response(Bytes.of((byte) 7)));
		assertThat(refusalOf(claiming("t", 2)))
			.isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", Bytes.of((byte) 7)));
	}

	@Test
	void aLateCommitLeavesAFinishedKeyAlone() {
		topUp(10);
		assertApplied(claiming("r", 1));
		expireHolds();
		assertApplied(claiming("s", 1));
		assertApplied(Commit.of(this.wallet, "s").response(Bytes.of((byte) 7)));
		assertApplied(Commit.of(this.wallet, "r").late(LateCommit.CHARGE).response(RESPONSE));
		assertThat(refusalOf(claiming("t", 1)))
			.isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", Bytes.of((byte) 7)));
	}

	@Test
	void aRefusedLateCommitLeavesTheKeyFree() {
		topUp(10);
		assertApplied(claiming("r", 1));
		expireHolds();
		refusalOf(Commit.of(this.wallet, "r").response(RESPONSE));
		assertApplied(claiming("s", 2));
	}

	@Test
	void aLargeResponseIsKept() {
		topUp(10);
		byte[] large = new byte[1 << 20];
		for (int i = 0; i < large.length; i++) {
			large[i] = (byte) (i * 31);
		}
		assertApplied(claiming("r", 1));
		assertApplied(Commit.of(this.wallet, "r").response(Bytes.of(large)));
		assertThat(refusalOf(claiming("s", 1)))
			.isEqualTo(new Refusal.HttpKeyAnswered(this.wallet, "h", Bytes.of(large)));
	}

	private Reserve claiming(String id, int payload) {
		return Reserve.of(this.wallet, 1, TTL).id(id).http(claim("h", payload));
	}

	private static Bytes allBytes() {
		byte[] bytes = new byte[256];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) i;
		}
		return Bytes.of(bytes);
	}

}
