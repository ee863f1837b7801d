package io.escrowmint.contract;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Charge;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.Withdraw;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

abstract class EventsContract extends EngineContract {

	@BeforeEach
	void switchEventsOn() {
		Calls.await(this.engine.events().enable(true));
	}

	@Test
	void aNewWalletBeginsWithItsCreation() {
		this.engine.advance(Duration.ofMillis(7));
		assertApplied(TopUp.of(this.wallet, 10).key("k").requestId("request").note("invoice 7"));
		List<WalletEvent> events = events();
		long epoch = Engine.START.plusMillis(7).toEpochMilli();
		assertThat(events).extracting(WalletEvent::type).containsExactly(EventType.CREATED, EventType.TOPPED_UP);
		assertThat(events.get(0)).returns(1L, WalletEvent::seq)
			.returns(epoch, WalletEvent::epoch)
			.returns(Figures.ZERO, WalletEvent::change)
			.returns(Figures.ZERO, WalletEvent::after);
		assertThat(events.get(1)).isEqualTo(new WalletEvent(this.wallet, epoch, 2, EventType.TOPPED_UP,
				Engine.START.plusMillis(7), new Figures(10, 0, 0, 0, 10, 0), new Figures(10, 0, 0, 0, 10, 0), "k", true,
				null, null, null, null, false, null, "request", "invoice 7", List.of()));
	}

	@Test
	void aConsumeIsAnEvent() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 3));
		assertThat(last())
			.isEqualTo(event(3, EventType.CONSUMED, change(-3, 0, 0, 3, 0, 0), after(7, 0, 0, 3, 10, 0)).build());
		assertApplied(Consume.of(this.wallet, 2).key(new OperationId("made", Origin.LIBRARY)).note("n"));
		assertThat(last()).isEqualTo(
				event(4, EventType.CONSUMED, change(-2, 0, 0, 2, 0, 0), after(5, 0, 0, 5, 10, 0)).id("made", false)
					.note("n")
					.build());
	}

	@Test
	void aDebtShowsInTheEventOfItsConsume() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 13).maxDebt(3));
		assertThat(last())
			.isEqualTo(event(3, EventType.CONSUMED, change(-10, 0, 0, 13, 0, 3), after(0, 0, 0, 13, 10, 3)).build());
	}

	@Test
	void withdrawalAndRefundAreEvents() {
		topUp(10);
		assertApplied(Withdraw.of(this.wallet, 3).key("w"));
		assertThat(last())
			.isEqualTo(event(3, EventType.WITHDRAWN, change(-3, 0, 0, 0, -3, 0), after(7, 0, 0, 0, 7, 0)).id("w", true)
				.build());
		assertApplied(Consume.of(this.wallet, 5).key("c"));
		assertApplied(Refund.of(this.wallet, 2).ofConsume("c"));
		assertThat(last()).isEqualTo(event(5, EventType.REFUNDED, change(2, 0, 0, -2, 0, 0), after(4, 0, 0, 3, 7, 0))
			.original(new Charge.OfConsume("c"))
			.build());
		assertApplied(Refund.of(this.wallet, 1).key("f"));
		assertThat(last().id()).isEqualTo("f");
		assertThat(last().original()).isNull();
	}

	@Test
	void aPaidDebtShowsInTheChange() {
		topUp(10);
		owe(4);
		assertApplied(TopUp.of(this.wallet, 6));
		assertThat(last().change()).isEqualTo(change(2, 0, 0, 0, 6, -4));
		assertThat(last().after()).isEqualTo(after(2, 0, 0, 14, 16, 0));
	}

	@Test
	void theLifeOfAReservationIsEvents() {
		topUp(10);
		assertApplied(Reserve.of(this.wallet, 4, TTL).id("r").note("n").requestId("q"));
		assertThat(last())
			.isEqualTo(event(3, EventType.RESERVED, change(-4, 4, 0, 0, 0, 0), after(6, 4, 0, 0, 10, 0)).id("r", true)
				.expiresAt(Engine.START.plus(TTL))
				.note("n")
				.requestId("q")
				.build());
		assertApplied(Extend.of(this.wallet, "r", TTL.plusSeconds(1)));
		assertThat(last())
			.isEqualTo(event(4, EventType.EXTENDED, change(0, 0, 0, 0, 0, 0), after(6, 4, 0, 0, 10, 0)).id("r", true)
				.expiresAt(Engine.START.plus(TTL).plusSeconds(1))
				.build());
		assertApplied(Commit.of(this.wallet, "r").actual(9).overrun(Overrun.CLAMP).note("m"));
		assertFacts(last(), 5, EventType.COMMITTED, change(0, -4, 0, 4, 0, 0), after(6, 0, 0, 4, 10, 0));
		assertThat(last()).returns("r", WalletEvent::id)
			.returns(true, WalletEvent::callerNamed)
			.returns(9L, WalletEvent::asked)
			.returns(4L, WalletEvent::charged)
			.returns(false, WalletEvent::late)
			.returns("m", WalletEvent::note)
			.returns(null, WalletEvent::requestId);
	}

	@Test
	void aCancelIsAnEventUnderTheNameOfTheReservation() {
		topUp(10);
		OperationId id = new OperationId("made", Origin.LIBRARY);
		assertApplied(Reserve.of(this.wallet, 4, TTL).id(id));
		assertThat(last().callerNamed()).isFalse();
		assertApplied(Cancel.of(this.wallet, "made").requestId("q"));
		assertFacts(last(), 4, EventType.CANCELED, change(4, -4, 0, 0, 0, 0), after(10, 0, 0, 0, 10, 0));
		assertThat(last()).returns("made", WalletEvent::id)
			.returns(false, WalletEvent::callerNamed)
			.returns("q", WalletEvent::requestId);
	}

	@Test
	void eachExpiredHoldIsAnEventInOrderOfExpiryKindAndId() {
		topUp(10);
		hold("b", 1);
		hold("a", 2);
		hold("early", 3, Duration.ofSeconds(1));
		lease("0", 4, LeaseExpiry.RETURN);
		expireHolds();
		this.calls.send(Consume.of(this.wallet, 99).note("not mine").requestId("not mine"));
		List<WalletEvent> events = events();
		assertThat(events.subList(6, 10)).extracting(WalletEvent::type, WalletEvent::id)
			.containsExactly(tuple(EventType.EXPIRED, "early"), tuple(EventType.EXPIRED, "a"),
					tuple(EventType.EXPIRED, "b"), tuple(EventType.LEASE_EXPIRED, "0"));
		assertFacts(events.get(7), 8, EventType.EXPIRED, change(2, -2, 0, 0, 0, 0), after(5, 1, 4, 0, 10, 0));
		assertThat(events.subList(6, 10)).allSatisfy((event) -> {
			assertThat(event.time()).isEqualTo(Engine.START.plus(TTL));
			assertThat(event.note()).isNull();
			assertThat(event.requestId()).isNull();
			assertThat(event.callerNamed()).isTrue();
		});
		assertThat(events).hasSize(10);
	}

	@Test
	void aLateCommitIsAnEventAfterTheExpiry() {
		topUp(10);
		hold("r", 8);
		expireHolds();
		assertApplied(Consume.of(this.wallet, 5));
		assertApplied(Commit.of(this.wallet, "r").late(LateCommit.CHARGE).maxDebt(100));
		assertFacts(last(), 6, EventType.COMMITTED, change(-5, 0, 0, 8, 0, 3), after(0, 0, 0, 13, 10, 3));
		assertThat(last()).returns(8L, WalletEvent::asked)
			.returns(8L, WalletEvent::charged)
			.returns(true, WalletEvent::late);
		assertThat(events()).extracting(WalletEvent::type)
			.endsWith(EventType.EXPIRED, EventType.CONSUMED, EventType.COMMITTED);
	}

	@Test
	void theLifeOfALeaseIsEvents() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		assertThat(last()).isEqualTo(
				event(3, EventType.LEASE_GRANTED, change(-6, 0, 6, 0, 0, 0), after(4, 0, 6, 0, 10, 0)).id("l", true)
					.owner(OWNER)
					.asked(6)
					.expiresAt(Engine.START.plus(TTL))
					.build());
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1).key("k").note("n"));
		assertThat(last().asked()).isNull();
		assertFacts(last(), 4, EventType.LEASE_CONSUMED, change(0, 0, -1, 1, 0, 0), after(4, 0, 5, 1, 10, 0));
		assertThat(last()).returns("l", WalletEvent::id)
			.returns(OWNER, WalletEvent::owner)
			.returns(new Charge.OfConsume("k"), WalletEvent::original)
			.returns("n", WalletEvent::note);
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 2));
		assertThat(last().asked()).isEqualTo(2);
		assertFacts(last(), 5, EventType.LEASE_CONSUMED, change(0, 0, -2, 2, 0, 0), after(4, 0, 3, 3, 10, 0));
		assertThat(last()).returns("l", WalletEvent::id)
			.returns(OWNER, WalletEvent::owner)
			.returns(false, WalletEvent::late);
		assertApplied(RenewLease.of(this.wallet, "l", OWNER, TTL.plusSeconds(1)));
		assertThat(last()).isEqualTo(
				event(6, EventType.LEASE_RENEWED, change(0, 0, 0, 0, 0, 0), after(4, 0, 3, 3, 10, 0)).id("l", true)
					.owner(OWNER)
					.expiresAt(Engine.START.plus(TTL).plusSeconds(1))
					.build());
		assertApplied(ReleaseLease.of(this.wallet, "l", OWNER));
		assertFacts(last(), 7, EventType.LEASE_RELEASED, change(3, 0, -3, 0, 0, 0), after(7, 0, 0, 3, 10, 0));
		assertThat(last()).returns("l", WalletEvent::id).returns(OWNER, WalletEvent::owner);
	}

	@Test
	void aBurnedLeaseSaysHowMuchWasBurned() {
		topUp(10);
		lease("l", 6, LeaseExpiry.BURN);
		assertThat(last()).returns(6L, WalletEvent::asked).returns(6L, WalletEvent::charged);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		expireHolds();
		state();
		assertFacts(last(), 5, EventType.LEASE_EXPIRED, change(0, 0, -4, 4, 0, 0), after(4, 0, 0, 6, 10, 0));
		assertThat(last()).returns(4L, WalletEvent::charged).returns(OWNER, WalletEvent::owner);
	}

	@Test
	void aLateReportIsALateEvent() {
		topUp(10);
		lease("l", 6, LeaseExpiry.RETURN);
		expireHolds();
		assertApplied(Consume.of(this.wallet, 7));
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 5));
		assertFacts(last(), 6, EventType.LEASE_CONSUMED, change(-3, 0, 0, 5, 0, 2), after(0, 0, 0, 12, 10, 2));
		assertThat(last()).returns(true, WalletEvent::late)
			.returns("l", WalletEvent::id)
			.returns(OWNER, WalletEvent::owner);
	}

	@Test
	void replaysRefusalsTombstonesAndExtensionsThatMoveNothingAreNoEvents() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 1).key("c"));
		hold("r", 1);
		lease("l", 3, LeaseExpiry.RETURN);
		lease("burn", 1, LeaseExpiry.BURN);
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 1));
		int events = events().size();
		this.calls.apply(Consume.of(this.wallet, 1).key("c"));
		this.calls.apply(Consume.of(this.wallet, 2).key("c"));
		this.calls.apply(Consume.of(this.wallet, 99));
		this.calls.apply(Reserve.of(this.wallet, 1, TTL).id("r"));
		this.calls.apply(AllocateLease.of(this.wallet, 3, TTL, OWNER).id("l"));
		this.calls.apply(Cancel.of(this.wallet, "x"));
		this.calls.apply(ReleaseLease.of(this.wallet, "x", OWNER));
		this.calls.apply(Extend.of(this.wallet, "r", TTL));
		this.calls.apply(RenewLease.of(this.wallet, "l", OWNER, TTL));
		this.calls.apply(ReportLease.of(this.wallet, "l", OWNER, 1));
		assertThat(events()).hasSize(events);
		assertThat(state().seq()).isEqualTo(events);
		expireHolds();
		state();
		this.calls.apply(ReportLease.of(this.wallet, "burn", OWNER, 1));
		assertThat(events()).hasSize(events + 3);
	}

	@Test
	void aTombstoneOfAWalletThatDoesNotExistIsNoEvent() {
		this.calls.apply(Cancel.of(this.wallet, "x"));
		assertThat(events()).isEmpty();
	}

	@Test
	void aFreeCommitIsAnEvent() {
		topUp(10);
		hold("r", 4);
		commit("r", 0);
		assertFacts(last(), 4, EventType.COMMITTED, change(4, -4, 0, 0, 0, 0), after(10, 0, 0, 0, 10, 0));
		assertThat(last()).returns(0L, WalletEvent::asked).returns(0L, WalletEvent::charged);
	}

	private List<WalletEvent> events() {
		return this.calls.events(this.wallet);
	}

	private WalletEvent last() {
		List<WalletEvent> events = events();
		return events.get(events.size() - 1);
	}

	private static Figures change(long available, long held, long leased, long spent, long granted, long debt) {
		return new Figures(available, held, leased, spent, granted, debt);
	}

	private static Figures after(long available, long held, long leased, long spent, long granted, long debt) {
		return new Figures(available, held, leased, spent, granted, debt);
	}

	private void assertFacts(WalletEvent event, long seq, EventType type, Figures change, Figures after) {
		assertThat(event).returns(this.wallet, WalletEvent::wallet)
			.returns(Engine.START.toEpochMilli(), WalletEvent::epoch)
			.returns(seq, WalletEvent::seq)
			.returns(type, WalletEvent::type)
			.returns(this.engine.now(), WalletEvent::time)
			.returns(change, WalletEvent::change)
			.returns(after, WalletEvent::after)
			.returns(List.of(), WalletEvent::open);
	}

	private ExpectedEvent event(long seq, EventType type, Figures change, Figures after) {
		return new ExpectedEvent(this.wallet, seq, type, this.engine.now(), change, after);
	}

}
