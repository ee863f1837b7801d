package io.escrowmint.contract;

import java.util.List;
import java.util.Map;

import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.stream.EventBacklog;
import io.escrowmint.stream.EventWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

abstract class EventReadersContract extends EngineContract {

	private static final int MAX_LENGTH = 50;

	@Override
	StoreOptions options() {
		return super.options().withPartitions(4).withEventsMaxLength(MAX_LENGTH);
	}

	@Test
	void whileAReaderIsRegisteredEventsAreWritten() {
		Calls.await(log().register("ledger"));
		topUp(10);
		assertThat(events()).extracting(WalletEvent::type).containsExactly(EventType.CREATED, EventType.TOPPED_UP);
		enable(true);
		enable(false);
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).hasSize(3);
		Calls.await(log().deregister("ledger"));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).hasSize(3);
	}

	@Test
	void readersAreListedWithWhatTheyAcknowledged() {
		Calls.await(log().register("ledger"));
		Calls.await(log().register("an: odd {name} é"));
		Calls.await(log().register("ledger"));
		for (int partition = 0; partition < log().partitions(); partition++) {
			assertThat(Calls.await(log().readers(partition))).containsOnlyKeys("ledger", "an: odd {name} é")
				.containsValue("0-0");
		}
		topUp(10);
		String position = lastFrame().position();
		assertThat(Calls.await(log().acknowledge("ledger", partition(), position))).isTrue();
		assertThat(Calls.await(log().readers(partition()))).containsEntry("ledger", position);
		Calls.await(log().register("ledger"));
		assertThat(Calls.await(log().readers(partition()))).containsEntry("ledger", position);
		assertThat(Calls.await(log().acknowledge("ledger", partition(), "0-1"))).isTrue();
		assertThat(Calls.await(log().readers(partition()))).containsEntry("ledger", position);
		Calls.await(log().deregister("ledger"));
		assertThat(Calls.await(log().readers(partition()))).containsOnlyKeys("an: odd {name} é");
		assertThat(Calls.await(log().acknowledge("ledger", partition(), position))).isFalse();
	}

	@Test
	void aReaderThatComesLaterIsToldEveryWalletInFull() {
		enable(true);
		topUp(10);
		hold("r", 4);
		register("ledger");
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		register("ledger");
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.RESERVED, EventType.SNAPSHOT,
					EventType.CONSUMED, EventType.CONSUMED, EventType.CONSUMED);
		WalletEvent snapshot = events().get(3);
		assertThat(snapshot.after()).isEqualTo(new Figures(6, 4, 0, 0, 10, 0));
		assertThat(snapshot.open()).extracting(WalletEvent.Claim::id).containsExactly("r");
		assertGapless(events());
	}

	@Test
	void everyFirstWordToALaterReaderIsASnapshot() {
		enable(true);
		topUp(10);
		register("first");
		Reserve hold = Reserve.of(this.wallet, 2, TTL);
		assertApplied(hold);
		register("second");
		assertApplied(Commit.of(this.wallet, hold.id().value()));
		register("third");
		topUp(1);
		register("fourth");
		refusalOf(Consume.of(this.wallet, 100));
		state();
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.SNAPSHOT, EventType.RESERVED,
					EventType.SNAPSHOT, EventType.COMMITTED, EventType.SNAPSHOT, EventType.TOPPED_UP);
		String younger = newWallet();
		this.calls.send(TopUp.of(younger, 1)).orElseThrow();
		assertThat(this.calls.events(younger)).extracting(WalletEvent::type)
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP);
	}

	@Test
	void whatAReaderHasLostIsToldOnceMoreInFull() {
		register("ledger");
		topUp(10);
		hold("r", 4);
		Calls.await(log().acknowledge("ledger", partition(), lastFrame().position()));
		Map<String, String> readers = Calls.await(log().readers(partition()));
		Calls.await(log().retell(partition()));
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.SNAPSHOT, EventType.CONSUMED, EventType.CONSUMED);
		assertThat(events().get(0).open()).extracting(WalletEvent.Claim::id).containsExactly("r");
		assertThat(events()).extracting(WalletEvent::note).containsOnlyNulls();
		assertThat(Calls.await(log().readers(partition()))).isEqualTo(readers);
	}

	@Test
	void withoutAReaderNothingIsToldOnceMore() {
		Calls.await(log().retell(partition()));
		topUp(10);
		assertThat(events()).isEmpty();
		enable(true);
		topUp(10);
		Calls.await(log().retell(partition()));
		topUp(10);
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.SNAPSHOT, EventType.TOPPED_UP, EventType.TOPPED_UP);
	}

	@Test
	void aReaderThatCameByAClockAheadIsToldOnceTheClockHasCaughtUp() {
		enable(true);
		topUp(10);
		this.engine.advance(TTL);
		register("ledger");
		this.engine.setBack(TTL);
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		this.engine.advance(TTL);
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.CONSUMED, EventType.CONSUMED,
					EventType.SNAPSHOT, EventType.CONSUMED, EventType.CONSUMED);
	}

	@Test
	void aWalletThatChangedByAClockAheadJustBeforeAReaderCameIsToldAtOnce() {
		enable(true);
		this.engine.advance(TTL);
		topUp(10);
		register("ledger");
		this.engine.setBack(TTL);
		assertApplied(Consume.of(this.wallet, 1));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(events()).extracting(WalletEvent::type)
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.SNAPSHOT, EventType.CONSUMED,
					EventType.CONSUMED);
	}

	@Test
	void framesAreReadInOrderFromAnyPosition() {
		enable(true);
		topUp(100);
		for (int i = 0; i < 9; i++) {
			assertApplied(Consume.of(this.wallet, 1));
		}
		List<EventFrame> all = this.calls.frames(this.wallet, null);
		List<EventFrame> two = Calls.await(log().read(partition(), null, 2));
		assertThat(two).isEqualTo(all.subList(0, 2));
		assertThat(Calls.await(log().read(partition(), two.get(1).position(), 100)))
			.isEqualTo(all.subList(2, all.size()));
		assertThat(Calls.await(log().read(partition(), all.get(all.size() - 1).position(), 100))).isEmpty();
		assertThat(events()).extracting(WalletEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
	}

	@Test
	void aPartitionTellsHowManyFramesItHolds() {
		assertThat(Calls.await(log().length(partition()))).isZero();
		Calls.await(log().register("ledger"));
		topUp(100);
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(Calls.await(log().length(partition()))).isEqualTo(2);
		Calls.await(log().acknowledge("ledger", partition(), lastFrame().position()));
		assertThat(Calls.await(log().length(partition()))).isZero();
	}

	@Test
	void whatIsKeptForAReaderThatNobodyRunsIsSeenFromAnywhere() {
		EventWatch watch = new EventWatch(log(), MAX_LENGTH);
		Calls.await(log().register("gone"));
		Calls.await(log().register("fast"));
		topUp(1000);
		assertThat(Calls.await(watch.look())).isEqualTo(new EventBacklog(1, 0, List.of()));
		for (int i = 0; i < 2 * MAX_LENGTH; i++) {
			this.calls.send(Consume.of(this.wallet, 1)).orElseThrow();
		}
		Calls.await(log().acknowledge("fast", partition(), lastFrame().position()));
		EventBacklog seen = new EventBacklog(1 + 2 * MAX_LENGTH, 1 + MAX_LENGTH, List.of("gone"));
		assertThat(Calls.await(watch.look())).isEqualTo(seen);
		assertThat(watch.latest()).isEqualTo(seen);
		Calls.await(log().deregister("gone"));
		assertThat(Calls.await(watch.look())).isEqualTo(EventBacklog.EMPTY);
	}

	@Test
	void whatAReaderHasNotAcknowledgedIsNeverCut() {
		Calls.await(log().register("fast"));
		Calls.await(log().register("slow"));
		topUp(1000);
		for (int i = 0; i < 5 * MAX_LENGTH; i++) {
			this.calls.send(Consume.of(this.wallet, 1)).orElseThrow();
		}
		assertThat(events()).hasSize(2 + 5 * MAX_LENGTH);
		assertThat(Calls.await(log().acknowledge("fast", partition(), lastFrame().position()))).isTrue();
		assertThat(events()).hasSize(2 + 5 * MAX_LENGTH);
		List<EventFrame> all = this.calls.frames(this.wallet, null);
		int landed = 2 * MAX_LENGTH;
		assertThat(Calls.await(log().acknowledge("slow", partition(), all.get(landed - 1).position()))).isTrue();
		assertThat(this.calls.frames(this.wallet, all.get(landed - 1).position()))
			.isEqualTo(all.subList(landed, all.size()));
		assertThat(events()).last().returns(2L + 5 * MAX_LENGTH, WalletEvent::seq);
		assertGapless(events());
		Calls.await(log().deregister("slow"));
		assertApplied(Consume.of(this.wallet, 1));
		assertThat(this.calls.frames(this.wallet, Calls.await(log().readers(partition())).get("fast"))).hasSize(1);
	}

	@Test
	void acknowledgingWhereNoFrameLiesChangesNothing() {
		Calls.await(log().register("ledger"));
		topUp(10);
		assertThat(Calls.await(log().acknowledge("ledger", partition(), "99999999999999-0"))).isTrue();
		assertThat(Calls.await(log().readers(partition()))).containsEntry("ledger", "0-0");
		assertThat(events()).hasSize(2);
	}

	@Test
	void withoutAReaderAPartitionIsCut() {
		enable(true);
		topUp(5000);
		for (int i = 0; i < 1000; i++) {
			this.calls.send(Consume.of(this.wallet, 1)).orElseThrow();
		}
		List<WalletEvent> events = events();
		assertThat(events).hasSizeBetween(MAX_LENGTH, 500);
		assertThat(events.get(events.size() - 1).seq()).isEqualTo(1002);
		assertGapless(events);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void withTheLastReaderGoneAPartitionIsCut(boolean enabled) {
		enable(enabled);
		Calls.await(log().register("first"));
		Calls.await(log().register("last"));
		topUp(1000);
		for (int i = 0; i < 5 * MAX_LENGTH; i++) {
			this.calls.send(Consume.of(this.wallet, 1)).orElseThrow();
		}
		Calls.await(log().deregister("first"));
		Calls.await(log().deregister("nobody"));
		assertThat(Calls.await(log().length(partition()))).isEqualTo(1 + 5 * MAX_LENGTH);
		Calls.await(log().deregister("last"));
		assertThat(Calls.await(log().length(partition()))).isEqualTo(MAX_LENGTH);
		assertThat(events()).last().returns(2L + 5 * MAX_LENGTH, WalletEvent::seq);
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

	private void register(String reader) {
		Calls.await(log().register(reader));
	}

	private int partition() {
		return log().partitionOf(this.wallet);
	}

	private EventFrame lastFrame() {
		List<EventFrame> frames = this.calls.frames(this.wallet, null);
		return frames.get(frames.size() - 1);
	}

	private List<WalletEvent> events() {
		return this.calls.events(this.wallet);
	}

}
