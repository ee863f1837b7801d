package io.escrowmint.contract;

import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class ReclaimContract extends EngineContract {

	@ParameterizedTest
	@ValueSource(ints = { 1, 127, 128, 129, 256, 257, 300 })
	void aReadShowsNoExpiredHoldHoweverManyThereAre(int count) {
		topUp(count);
		holds("r", count, TTL);
		assertFigures(0, count, 0, 0, count, 0);
		expireHolds();
		assertFigures(count, 0, 0, 0, count, 0);
		assertThat(state().openReservations()).isZero();
		assertThat(state().earliestExpiry()).isNull();
		assertThat(state().seq()).isEqualTo(2 + 2L * count);
	}

	@ParameterizedTest
	@ValueSource(ints = { 127, 128, 129, 300 })
	void aConsumeFindsAllExpiredCredits(int count) {
		topUp(count);
		holds("r", count, TTL);
		expireHolds();
		assertThat(this.calls.send(Consume.of(this.wallet, count)))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, count, 0, false));
	}

	@Test
	void oneTouchReclaimsABatchInOrderBeforeItsOwnChange() {
		Calls.await(this.engine.events().enable(true));
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		this.calls.send(TopUp.of(this.wallet, 1)).orElseThrow();
		List<WalletEvent> events = this.calls.events(this.wallet);
		assertThat(events).hasSize(302 + Limits.RECLAIM_BATCH + 1);
		assertThat(events.subList(302, 302 + Limits.RECLAIM_BATCH)).extracting(WalletEvent::id)
			.isSorted()
			.startsWith("r000")
			.endsWith("r127");
		assertThat(events.get(events.size() - 1).after().available()).isEqualTo(129);
	}

	@Test
	void aShortageCountsAllExpiredCredits() {
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(Consume.of(this.wallet, 301).key("k")).refusal())
			.contains(new Refusal.InsufficientCredits(this.wallet, 301, 300, 0, 0, null));
		topUp(1);
		assertThat(this.calls.send(Consume.of(this.wallet, 301).key("k")))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 301, 0, false));
	}

	@Test
	void otherTakersFindAllExpiredCreditsToo() {
		for (int i = 0; i < 4; i++) {
			this.wallet = newWallet();
			List<Command<?>> takers = List.of(Withdraw.of(this.wallet, 300), Reserve.of(this.wallet, 300, TTL),
					AllocateLease.of(this.wallet, 300, TTL, OWNER), Consume.of(this.wallet, 300).key("k"));
			topUp(300);
			holds("r", 300, TTL);
			expireHolds();
			assertThat(this.calls.send(takers.get(i)).applied()).as("%s", takers.get(i)).isTrue();
		}
	}

	@Test
	void aLeaseIsNotCutWhileExpiredCreditsWait() {
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(AllocateLease.of(this.wallet, 300, TTL, OWNER).minimum(1)).orElseThrow().granted())
			.isEqualTo(300);
	}

	@Test
	void aMixOfHoldsAndLeasesIsReclaimed() {
		topUp(300);
		holds("r", 100, TTL);
		for (int i = 0; i < 100; i++) {
			AllocateLease allocate = AllocateLease.of(this.wallet, 2, TTL, OWNER).id("l" + i);
			this.calls.send((i % 2 == 0) ? allocate : allocate.expiry(LeaseExpiry.BURN)).orElseThrow();
		}
		assertFigures(0, 100, 200, 0, 300, 0);
		expireHolds();
		assertFigures(200, 0, 0, 100, 300, 0);
	}

	@Test
	void everyVerbReclaims() {
		List<Command<?>> verbs = verbs(this.wallet);
		for (int i = 0; i < verbs.size(); i++) {
			this.wallet = newWallet();
			topUp(10);
			hold("r", 4);
			lease("l", 3, LeaseExpiry.RETURN);
			expireHolds();
			Command<?> verb = verbs(this.wallet).get(i);
			assertThat(this.calls.send(verb).available()).as("%s", verb).isEqualTo(10);
		}
	}

	private static List<Command<?>> verbs(String wallet) {
		return List.of(Consume.of(wallet, 11), Withdraw.of(wallet, 11), Refund.of(wallet, 1),
				Refund.of(wallet, 1).ofConsume("x"), Reserve.of(wallet, 11, TTL), Commit.of(wallet, "x"),
				Cancel.of(wallet, "x"), Extend.of(wallet, "x", TTL), AllocateLease.of(wallet, 11, TTL, OWNER),
				ConsumeLease.of(wallet, "x", OWNER, 1), ReportLease.of(wallet, "x", OWNER, 1),
				RenewLease.of(wallet, "x", OWNER, TTL), ReleaseLease.of(wallet, "x", OWNER),
				TopUp.of(wallet, (1L << 53) - 1));
	}

	@Test
	void listingsShowNothingExpired() {
		topUp(300);
		holds("r", 299, TTL);
		hold("z", 1, TTL.plusMillis(1));
		expireHolds();
		assertThat(this.calls.ask(new Query.Reservations(this.wallet, PageRequest.first(10))).items())
			.extracting(ReservationView::id)
			.containsExactly("z");
		assertThat(this.calls.reservation(this.wallet, "r298").orElseThrow().status())
			.isEqualTo(ReservationView.Status.EXPIRED);
	}

	@Test
	void aLookAtOneReservationShowsItExpiredHoweverManyExpiredBeforeIt() {
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.reservation(this.wallet, "r299").orElseThrow().status())
			.isEqualTo(ReservationView.Status.EXPIRED);
	}

	@Test
	void anUnknownIdIsNotFoundAndBuriedHoweverManyExpiredBefore() {
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(Cancel.of(this.wallet, "x")).refusal())
			.contains(new Refusal.ReservationNotFound(this.wallet, "x"));
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("x")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 0));
		holds("s", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(ReleaseLease.of(this.wallet, "x", OWNER)).refusal())
			.contains(new Refusal.LeaseNotFound(this.wallet, "x"));
		assertThat(refusalOf(AllocateLease.of(this.wallet, 1, TTL, OWNER).id("x")))
			.isEqualTo(new Refusal.LeaseReleased(this.wallet, "x"));
	}

	@Test
	void aReplayIsAnsweredAlikeHoweverManyExpiredBefore() {
		topUp(310);
		assertApplied(Consume.of(this.wallet, 10).key("k"));
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(Consume.of(this.wallet, 10).key("k")))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 10, 300, true));
		assertFigures(300, 0, 0, 10, 310, 0);
	}

	@Test
	void aConflictIsAnsweredWithAllThatIsAvailable() {
		topUp(310);
		assertApplied(Consume.of(this.wallet, 10).key("k"));
		holds("r", 300, TTL);
		expireHolds();
		assertThat(this.calls.send(Consume.of(this.wallet, 11).key("k")).available()).isEqualTo(300);
	}

}
