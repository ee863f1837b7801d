package io.escrowmint.contract;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class TerminalStatesContract extends EngineContract {

	private List<Command<?>> reservationVerbs() {
		return List.of(Commit.of(this.wallet, "x"), Commit.of(this.wallet, "x").actual(9).overrun(Overrun.CLAMP),
				Cancel.of(this.wallet, "x"), Extend.of(this.wallet, "x", Duration.ofHours(1)),
				Reserve.of(this.wallet, 4, TTL).id("x"), Reserve.of(this.wallet, 99, TTL).id("x"));
	}

	private List<Command<?>> leaseVerbs(String owner) {
		return List.of(ConsumeLease.of(this.wallet, "x", owner, 1), RenewLease.of(this.wallet, "x", owner, TTL),
				ReleaseLease.of(this.wallet, "x", owner), AllocateLease.of(this.wallet, 4, TTL, owner).id("x"),
				AllocateLease.of(this.wallet, 99, TTL, owner).id("x"));
	}

	@Test
	void aCommittedReservationAnswersThatItIsCommitted() {
		topUp(10);
		hold("x", 4);
		commit("x", 3);
		CommitResult.Committed first = new CommitResult.Committed(this.wallet, "x", 3, 3, 7, 0, false, false);
		for (Command<?> verb : reservationVerbs()) {
			if (verb instanceof Commit again) {
				long asked = (again.actual() != null) ? again.actual() : 4;
				Refusal.CommitConflict conflict = (Refusal.CommitConflict) refusalOf(again);
				assertThat(conflict).extracting(Refusal.CommitConflict::id, Refusal.CommitConflict::requested)
					.containsExactly("x", asked);
				assertSameAnswer(conflict.first(), first);
			}
			else {
				Refusal.ReservationCommitted committed = (Refusal.ReservationCommitted) refusalOf(verb);
				assertThat(committed.id()).isEqualTo("x");
				assertSameAnswer(committed.first(), first);
			}
		}
	}

	@Test
	void theSameCommitAgainIsAnsweredAsTheFirstTime() {
		topUp(10);
		hold("x", 4);
		assertApplied(Commit.of(this.wallet, "x").actual(6).overrun(Overrun.AVAILABLE));
		topUp(5);
		for (Overrun overrun : Overrun.values()) {
			assertThat(assertMovesNothing(Commit.of(this.wallet, "x").actual(6).overrun(overrun).maxDebt(0)))
				.isEqualTo(new CommitResult.Committed(this.wallet, "x", 6, 6, 4, 0, false, true));
		}
	}

	@Test
	void aCommitWithoutAnAmountAsksForTheHold() {
		topUp(10);
		hold("x", 4);
		assertApplied(Commit.of(this.wallet, "x"));
		assertThat(assertMovesNothing(Commit.of(this.wallet, "x").actual(4)).replayed()).isTrue();
		hold("y", 4);
		commit("y", 4);
		assertThat(assertMovesNothing(Commit.of(this.wallet, "y")).replayed()).isTrue();
	}

	@Test
	void aClampedCommitIsKnownByWhatItAskedFor() {
		topUp(10);
		hold("x", 4);
		assertApplied(Commit.of(this.wallet, "x").actual(9).overrun(Overrun.CLAMP));
		assertThat(assertMovesNothing(Commit.of(this.wallet, "x").actual(9)))
			.isEqualTo(new CommitResult.Committed(this.wallet, "x", 9, 4, 6, 0, false, true));
		assertThat(refusalOf(Commit.of(this.wallet, "x").actual(4))).isInstanceOf(Refusal.CommitConflict.class);
	}

	@Test
	void aCanceledReservationAnswersThatItIsCanceled() {
		topUp(10);
		hold("x", 4);
		cancel("x");
		for (Command<?> verb : reservationVerbs()) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 4));
		}
	}

	@Test
	void aTombstoneAnswersThatItIsCanceled() {
		topUp(10);
		refusalOf(Cancel.of(this.wallet, "x"));
		for (Command<?> verb : reservationVerbs()) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 0));
		}
	}

	@Test
	void anExpiredReservationAnswersThatItHasExpired() {
		topUp(10);
		hold("x", 4);
		expireHolds();
		for (Command<?> verb : reservationVerbs()) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.ReservationExpired(this.wallet, "x", 4));
		}
	}

	@Test
	void aReservationThatExpiresAtThisTouchHasExpired() {
		topUp(100);
		for (int i = 0; i < reservationVerbs().size(); i++) {
			this.wallet = newWallet();
			topUp(100);
			hold("x", 4);
			expireHolds();
			Outcome outcome = this.calls.send(reservationVerbs().get(i));
			assertThat(outcome.refusal()).contains(new Refusal.ReservationExpired(this.wallet, "x", 4));
			assertThat(outcome.available()).isEqualTo(100);
		}
	}

	@Test
	void anUnknownReservationIsNotFound() {
		topUp(10);
		for (Command<?> verb : List.of(Commit.of(this.wallet, "x"), Extend.of(this.wallet, "x", TTL),
				Cancel.of(this.wallet, "x"))) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.ReservationNotFound(this.wallet, "x"));
		}
	}

	@Test
	void commitAndExtendLeaveNoTombstone() {
		topUp(10);
		refusalOf(Commit.of(this.wallet, "x"));
		refusalOf(Extend.of(this.wallet, "x", TTL));
		hold("x", 4);
	}

	@Test
	void aWalletThatDoesNotExistKnowsNothing() {
		assertThat(refusalOf(Commit.of(this.wallet, "x"))).isEqualTo(new Refusal.ReservationNotFound(this.wallet, "x"));
		assertThat(refusalOf(Extend.of(this.wallet, "x", TTL)))
			.isEqualTo(new Refusal.ReservationNotFound(this.wallet, "x"));
		assertThat(refusalOf(ConsumeLease.of(this.wallet, "x", OWNER, 1)))
			.isEqualTo(new Refusal.LeaseNotFound(this.wallet, "x"));
		assertThat(refusalOf(ReportLease.of(this.wallet, "x", OWNER, 0)))
			.isEqualTo(new Refusal.LeaseNotFound(this.wallet, "x"));
		assertThat(refusalOf(RenewLease.of(this.wallet, "x", OWNER, TTL)))
			.isEqualTo(new Refusal.LeaseNotFound(this.wallet, "x"));
	}

	@Test
	void aReleasedLeaseAnswersThatItIsReleasedToAnyone() {
		topUp(10);
		lease("x", 4, LeaseExpiry.RETURN);
		assertApplied(ReleaseLease.of(this.wallet, "x", OWNER));
		for (String owner : List.of(OWNER, "stranger")) {
			leaseVerbs(owner)
				.forEach((verb) -> assertThat(refusalOf(verb)).isEqualTo(new Refusal.LeaseReleased(this.wallet, "x")));
			assertThat(refusalOf(ReportLease.of(this.wallet, "x", owner, 1)))
				.isEqualTo(new Refusal.LeaseReleased(this.wallet, "x"));
		}
	}

	@Test
	void aTombstoneOfALeaseAnswersThatItIsReleased() {
		topUp(10);
		assertThat(refusalOf(ReleaseLease.of(this.wallet, "x", OWNER)))
			.isEqualTo(new Refusal.LeaseNotFound(this.wallet, "x"));
		for (String owner : List.of(OWNER, "stranger")) {
			leaseVerbs(owner)
				.forEach((verb) -> assertThat(refusalOf(verb)).isEqualTo(new Refusal.LeaseReleased(this.wallet, "x")));
			assertThat(refusalOf(ReportLease.of(this.wallet, "x", owner, 0)))
				.isEqualTo(new Refusal.LeaseReleased(this.wallet, "x"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void anExpiredLeaseAnswersThatItHasExpiredToAnyone(LeaseExpiry expiry) {
		topUp(10);
		lease("x", 4, expiry);
		expireHolds();
		for (String owner : List.of(OWNER, "stranger")) {
			leaseVerbs(owner)
				.forEach((verb) -> assertThat(refusalOf(verb)).isEqualTo(new Refusal.LeaseExpired(this.wallet, "x")));
		}
	}

	@Test
	void aLeaseThatExpiresAtThisTouchHasExpired() {
		for (int i = 0; i < leaseVerbs(OWNER).size(); i++) {
			this.wallet = newWallet();
			topUp(100);
			lease("x", 4, LeaseExpiry.RETURN);
			expireHolds();
			assertThat(this.calls.send(leaseVerbs(OWNER).get(i)).refusal())
				.contains(new Refusal.LeaseExpired(this.wallet, "x"));
		}
	}

	@Test
	void anUnknownLeaseIsNotFound() {
		topUp(10);
		for (Command<?> verb : List.of(ConsumeLease.of(this.wallet, "x", OWNER, 1),
				ReportLease.of(this.wallet, "x", OWNER, 0), RenewLease.of(this.wallet, "x", OWNER, TTL),
				ReleaseLease.of(this.wallet, "x", OWNER))) {
			assertThat(refusalOf(verb)).isEqualTo(new Refusal.LeaseNotFound(this.wallet, "x"));
		}
	}

	private static void assertSameAnswer(CommitResult.Committed actual, CommitResult.Committed expected) {
		assertThat(actual).usingRecursiveComparison().ignoringFields("replayed").isEqualTo(expected);
	}

}
