package io.escrowmint.contract;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class EventLogContract extends EngineContract {

	private static final int MAX_LENGTH = 50;

	@Override
	StoreOptions options() {
		return super.options().withPartitions(4).withEventsMaxLength(MAX_LENGTH);
	}

	@Test
	void everyWalletHasItsPartition() {
		assertThat(log().partitions()).isEqualTo(4);
		assertThat(this.engine.expiry().partitions()).isEqualTo(4);
		for (int i = 0; i < 50; i++) {
			assertThat(log().partitionOf("wallet" + i)).isBetween(0, 3).isEqualTo(log().partitionOf("wallet" + i));
		}
	}

	@Test
	void eventsThatNobodyWantsAreNotWrittenButCounted() {
		topUp(10);
		assertThat(events()).isEmpty();
		assertThat(state().seq()).isEqualTo(2);
	}

	@Test
	void theFirstWriteAfterSkippedEventsBeginsWithASnapshot() {
		topUp(30);
		hold("r", 1);
		assertApplied(Reserve.of(this.wallet, 2, TTL.minusSeconds(1)).id(new OperationId("s", Origin.LIBRARY)));
		lease("l", 5, LeaseExpiry.BURN);
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 3));
		enable(true);
		assertApplied(Consume.of(this.wallet, 4).note("n").key("k"));
		List<WalletEvent> events = events();
		assertThat(events).extracting(WalletEvent::type).containsExactly(EventType.SNAPSHOT, EventType.CONSUMED);
		Figures before = new Figures(22, 3, 2, 3, 30, 0);
		assertThat(events.get(0)).returns(7L, WalletEvent::seq)
			.returns(Engine.START.toEpochMilli(), WalletEvent::epoch)
			.returns(Engine.START, WalletEvent::time)
			.returns(Figures.ZERO, WalletEvent::change)
			.returns(before, WalletEvent::after);
		assertThat(events.get(0).open()).containsExactlyInAnyOrder(
				new WalletEvent.Claim(false, "r", true, 1, Engine.START.plus(TTL), null, 0, 0, null),
				new WalletEvent.Claim(false, "s", false, 2, Engine.START.plus(TTL.minusSeconds(1)), null, 0, 0, null),
				new WalletEvent.Claim(true, "l", true, 5, Engine.START.plus(TTL), OWNER, 0, 3, LeaseExpiry.BURN));
		assertThat(events.get(1)).returns(8L, WalletEvent::seq).returns("n", WalletEvent::note);
		assertThat(state().seq()).isEqualTo(8);
	}

	@Test
	void aSnapshotComesOncePerGap() {
		topUp(10);
		enable(true);
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		enable(false);
		enable(true);
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(types()).containsExactly(EventType.SNAPSHOT, EventType.CONSUMED, EventType.CONSUMED,
				EventType.CONSUMED);
		enable(false);
		assertApplied(Consume.of(this.wallet, 1));
		enable(true);
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(types()).endsWith(EventType.CONSUMED, EventType.SNAPSHOT, EventType.CONSUMED);
		assertThat(events()).extracting(WalletEvent::seq).containsExactly(3L, 4L, 5L, 6L, 8L, 9L);
	}

	@Test
	void aSnapshotShowsTheWalletBeforeAnythingIsReclaimed() {
		topUp(10);
		hold("r", 4);
		enable(true);
		expireHolds();
		state();
		List<WalletEvent> events = events();
		assertThat(events).extracting(WalletEvent::type).containsExactly(EventType.SNAPSHOT, EventType.EXPIRED);
		assertThat(events.get(0).after()).isEqualTo(new Figures(6, 4, 0, 0, 10, 0));
		assertThat(events.get(0).open()).hasSize(1);
	}

	@Test
	void aRefusalWritesNoSnapshot() {
		topUp(10);
		enable(true);
		refusalOf(Consume.of(this.wallet, 11));
		refusalOf(Cancel.of(this.wallet, "x"));
		assertThat(events()).isEmpty();
		assertThat(state().seq()).isEqualTo(2);
	}

	@Test
	void aSnapshotOfManyHoldsIsWhole() {
		topUp(300);
		holds("r", 250, TTL);
		enable(true);
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events().get(0).open()).hasSize(250).extracting(WalletEvent.Claim::id).doesNotHaveDuplicates();
	}

	@Test
	void theChangesAddUpToTheFigures() {
		enable(true);
		topUp(100);
		hold("r", 5);
		hold("late", 7);
		assertApplied(TopUp.of(this.wallet, 9));
		lease("l", 11, LeaseExpiry.RETURN);
		lease("b", 13, LeaseExpiry.BURN);
		commit("r", 2);
		expireHolds();
		assertApplied(Commit.of(this.wallet, "late").late(LateCommit.CHARGE));
		owe(17);
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 3));
		Figures sum = Figures.ZERO;
		List<WalletEvent> events = events();
		for (WalletEvent event : events) {
			sum = plus(sum, event.change());
			assertThat(event.after()).isEqualTo(sum);
			assertThat(sum.isLawful()).isTrue();
		}
		assertThat(sum).isEqualTo(state().figures());
		assertThat(events).hasSize((int) state().seq());
		assertGapless(events);
	}

	@Test
	void timeInEventsNeverRunsBackwards() {
		enable(true);
		this.engine.advance(Duration.ofSeconds(9));
		topUp(10);
		this.engine.setBack(Duration.ofSeconds(5));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).extracting(WalletEvent::time).containsOnly(Engine.START.plusSeconds(9));
	}

	private static Figures plus(Figures a, Figures b) {
		return new Figures(a.available() + b.available(), a.held() + b.held(), a.leased() + b.leased(),
				a.spent() + b.spent(), a.granted() + b.granted(), a.debt() + b.debt());
	}

	private static void assertGapless(List<WalletEvent> events) {
		for (int i = 1; i < events.size(); i++) {
			assertThat(events.get(i).seq()).isEqualTo(events.get(i - 1).seq() + 1);
		}
	}

	private EventLog log() {
		return this.engine.events();
	}

	private void enable(boolean enabled) {
		Calls.await(log().enable(enabled));
	}

	private List<WalletEvent> events() {
		return this.calls.events(this.wallet);
	}

	private List<EventType> types() {
		return events().stream().map(WalletEvent::type).toList();
	}

}
