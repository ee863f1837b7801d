package io.escrowmint.contract;

import java.time.Duration;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Command;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeLeaseResult;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import io.escrowmint.model.ReportLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class LeaseContract extends EngineContract {

	@Test
	void anAllocationMovesAvailableToLeased() {
		topUp(10);
		assertThat(this.calls.apply(AllocateLease.of(this.wallet, 4, TTL, OWNER).id("l")))
			.isEqualTo(new AllocateLeaseResult.Allocated(this.wallet, OperationId.of("l"), 4, 4, Engine.START.plus(TTL),
					6, false));
		assertFigures(6, 0, 4, 0, 10, 0);
		assertThat(state().liveLeases()).isOne();
		assertThat(state().openReservations()).isZero();
		assertThat(state().earliestExpiry()).isEqualTo(Engine.START.plus(TTL));
		assertThat(this.calls.lease(this.wallet, "l")).contains(new LeaseView(this.wallet, "l", OWNER,
				LeaseView.Status.LIVE, 4, 0, 0, LeaseExpiry.RETURN, Engine.START.plus(TTL)));
	}

	@ParameterizedTest
	@CsvSource({ "10, 10, 10", "10, 1, 10", "11, 10, 10", "99, 1, 10", "3, 1, 3", "3, 3, 3" })
	void aGrantIsTheSmallerOfTheAmountAndWhatIsAvailable(long amount, long minimum, long granted) {
		topUp(10);
		AllocateLease allocate = AllocateLease.of(this.wallet, amount, TTL, OWNER).minimum(minimum).id("l");
		assertThat(this.calls.apply(allocate).orElseThrow().granted()).isEqualTo(granted);
		assertFigures(10 - granted, 0, granted, 0, 10, 0);
	}

	@ParameterizedTest
	@CsvSource({ "11, 11", "99, 11", "99, 99" })
	void lessThanTheMinimumIsRefused(long amount, long minimum) {
		topUp(12);
		hold("r", 2);
		assertThat(refusalOf(AllocateLease.of(this.wallet, amount, TTL, OWNER).minimum(minimum).id("l")))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, minimum, 10, 2, 0, Engine.START.plus(TTL)));
		assertThat(this.calls.lease(this.wallet, "l")).isEmpty();
	}

	@Test
	void anUnknownWalletHasNothingToLease() {
		assertThat(refusalOf(AllocateLease.of(this.wallet, 5, TTL, OWNER).minimum(2)))
			.isEqualTo(new Refusal.InsufficientCredits(this.wallet, 2, 0, 0, 0, null));
		assertThat(state().exists()).isFalse();
	}

	@Test
	void theSameAllocationIsTheSameLeaseWhateverItsMinimumAndTimeToLive() {
		topUp(10);
		AllocateLease allocate = AllocateLease.of(this.wallet, 12, TTL, OWNER).minimum(1).id("l");
		assertApplied(allocate);
		AllocateLeaseResult.Allocated same = new AllocateLeaseResult.Allocated(this.wallet, OperationId.of("l"), 10, 10,
				Engine.START.plus(TTL), 0, true);
		assertThat(assertMovesNothing(allocate)).isEqualTo(same);
		assertThat(assertMovesNothing(AllocateLease.of(this.wallet, 12, TTL.plusSeconds(9), OWNER).id("l")))
			.isEqualTo(same);
	}

	@Test
	void anotherAmountOwnerOrExpiryPolicyIsAConflict() {
		topUp(20);
		AllocateLease allocate = AllocateLease.of(this.wallet, 12, TTL, OWNER).minimum(1).id("l");
		assertApplied(allocate);
		Refusal conflict = new Refusal.IdempotencyConflict(this.wallet, "l", 12);
		assertThat(refusalOf(AllocateLease.of(this.wallet, 11, TTL, OWNER).id("l"))).isEqualTo(conflict);
		assertThat(refusalOf(AllocateLease.of(this.wallet, 12, TTL, "other").id("l"))).isEqualTo(conflict);
		assertThat(refusalOf(allocate.expiry(LeaseExpiry.BURN))).isEqualTo(conflict);
	}

	@Test
	void theAmountThatCountsIsTheOneThatWasAskedForAndNotTheGrant() {
		topUp(10);
		assertApplied(AllocateLease.of(this.wallet, 12, TTL, OWNER).minimum(1).id("l"));
		assertThat(refusalOf(AllocateLease.of(this.wallet, 10, TTL, OWNER).id("l")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "l", 12));
	}

	@Test
	void aConsumeSpendsFromTheLease() {
		topUp(10);
		lease("l", 4, LeaseExpiry.RETURN);
		assertThat(this.calls.apply(ConsumeLease.of(this.wallet, "l", OWNER, 3)))
			.isEqualTo(new ConsumeLeaseResult.Consumed(this.wallet, "l", 3, 1, 6, false));
		assertFigures(6, 0, 1, 3, 10, 0);
		assertThat(refusalOf(ConsumeLease.of(this.wallet, "l", OWNER, 2)))
			.isEqualTo(new Refusal.LeaseExhausted(this.wallet, "l", 2, 1));
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1));
		assertFigures(6, 0, 0, 4, 10, 0);
		assertThat(state().liveLeases()).isOne();
		assertThat(this.calls.lease(this.wallet, "l").orElseThrow().unspent()).isZero();
	}

	@Test
	void onlyTheOwnerUsesALiveLease() {
		topUp(10);
		lease("l", 4, LeaseExpiry.RETURN);
		for (Command<?> verb : new Command<?>[] { ConsumeLease.of(this.wallet, "l", "thief", 9),
				ReportLease.of(this.wallet, "l", "thief", 9), RenewLease.of(this.wallet, "l", "thief", TTL),
				ReleaseLease.of(this.wallet, "l", "thief") }) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.LeaseOwnerMismatch(this.wallet, "l", "thief"));
		}
	}

	@Test
	void aRenewalCountsFromNowAndNeverShortens() {
		topUp(10);
		lease("l", 4, LeaseExpiry.RETURN);
		this.engine.advance(Duration.ofSeconds(10));
		assertThat(assertMovesNothing(RenewLease.of(this.wallet, "l", OWNER, Duration.ofSeconds(20))))
			.isEqualTo(new RenewLeaseResult.Renewed(this.wallet, "l", 4, Engine.START.plus(TTL), 6, false));
		assertThat(this.calls.apply(RenewLease.of(this.wallet, "l", OWNER, TTL)))
			.isEqualTo(new RenewLeaseResult.Renewed(this.wallet, "l", 4, Engine.START.plusSeconds(40), 6, true));
		this.engine.advance(Duration.ofMillis(29_999));
		assertThat(state().liveLeases()).isOne();
		this.engine.advance(Duration.ofMillis(1));
		assertThat(state().liveLeases()).isZero();
	}

	@Test
	void aReleaseReturnsWhatIsUnspent() {
		topUp(10);
		lease("l", 6, LeaseExpiry.BURN);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1));
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 2));
		assertThat(this.calls.apply(ReleaseLease.of(this.wallet, "l", OWNER)))
			.isEqualTo(new ReleaseLeaseResult.Released(this.wallet, "l", 3, 7));
		assertFigures(7, 0, 0, 3, 10, 0);
		assertThat(this.calls.lease(this.wallet, "l")).get()
			.extracting(LeaseView::status, LeaseView::granted, LeaseView::consumed, LeaseView::reported,
					LeaseView::unspent, LeaseView::expiresAt)
			.containsExactly(LeaseView.Status.RELEASED, 6L, 1L, 2L, 0L, null);
	}

	@Test
	void aReleasePaysDebtFirst() {
		topUp(20);
		lease("l", 10, LeaseExpiry.RETURN);
		owe(4);
		assertApplied(ReleaseLease.of(this.wallet, "l", OWNER));
		assertFigures(6, 0, 0, 14, 20, 0);
	}

	@Test
	void aReleaseOfAnUnknownIdLeavesATombstoneEvenWithoutAWallet() {
		assertThat(refusalOf(ReleaseLease.of(this.wallet, "l", OWNER)))
			.isEqualTo(new Refusal.LeaseNotFound(this.wallet, "l"));
		assertThat(state().exists()).isFalse();
		topUp(10);
		assertThat(refusalOf(AllocateLease.of(this.wallet, 1, TTL, OWNER).id("l")))
			.isEqualTo(new Refusal.LeaseReleased(this.wallet, "l"));
		assertThat(this.calls.lease(this.wallet, "l")).get()
			.extracting(LeaseView::owner, LeaseView::status, LeaseView::granted, LeaseView::expiresAt)
			.containsExactly("", LeaseView.Status.RELEASED, 0L, null);
	}

	@ParameterizedTest
	@EnumSource
	void theUnspentPartGoesByThePolicyAtExpiry(LeaseExpiry expiry) {
		topUp(20);
		lease("l", 10, expiry);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 3));
		expireHolds();
		long burned = (expiry == LeaseExpiry.BURN) ? 5 : 0;
		assertFigures(15 - burned, 0, 0, 5 + burned, 20, 0);
		assertThat(this.calls.lease(this.wallet, "l"))
			.contains(new LeaseView(this.wallet, "l", OWNER, LeaseView.Status.EXPIRED, 10, 2, 3, expiry, null));
	}

	@Test
	void aReturnedLeasePaysDebtFirstAndABurnedOneDoesNot() {
		topUp(20);
		lease("return", 5, LeaseExpiry.RETURN);
		lease("burn", 5, LeaseExpiry.BURN);
		owe(7);
		expireHolds();
		assertFigures(0, 0, 0, 22, 20, 2);
	}

}
