package io.escrowmint.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Charge;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.model.WalletState;
import io.escrowmint.model.Withdraw;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletReceipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

abstract class RecoveryContract extends EngineContract {

	private static final Figures NO_CHANGE = Figures.ZERO;

	private static final Instant BEFORE = Engine.START.minusSeconds(60);

	@Test
	void aFenceHoldsForAWalletThatIsNotThere() {
		assertThat(fence()).isTrue();
		assertThatExceptionOfType(WalletFencedException.class)
			.isThrownBy(() -> this.calls.send(TopUp.of(this.wallet, 1)));
		assertThatExceptionOfType(WalletFencedException.class).isThrownBy(this::state);
		assertThat(image()).isEqualTo(WalletImage.missing(this.wallet, "because"));
		assertThat(unfence()).isTrue();
		assertThat(state().exists()).isFalse();
		assertThat(image()).isEqualTo(WalletImage.missing(this.wallet, null));
		topUp(5);
		assertFigures(5, 0, 0, 0, 5, 0);
		assertThat(state().epoch()).isEqualTo(Engine.START.toEpochMilli());
	}

	@Test
	void aFenceIsRaisedOnceAndItsFirstReasonStays() {
		topUp(5);
		assertThat(fence()).isTrue();
		assertThat(Calls.await(this.engine.recovery().fence(this.wallet, "another"))).isFalse();
		int partition = this.engine.events().partitionOf(this.wallet);
		assertThat(Calls.await(this.engine.recovery().fenced(partition))).containsEntry(this.wallet, "because");
		assertThat(image().fence()).isEqualTo("because");
		assertThat(unfence()).isTrue();
		assertThat(unfence()).isFalse();
		assertThat(Calls.await(this.engine.recovery().fenced(partition))).isEmpty();
		assertFigures(5, 0, 0, 0, 5, 0);
	}

	@Test
	void anImageIsReadWithoutATouch() {
		topUp(20);
		hold("r", 4);
		assertApplied(Reserve.of(this.wallet, 1, TTL.plusSeconds(1)).id("s").http(claim("key", 7)));
		AllocateLease lease = AllocateLease.of(this.wallet, 9, TTL, OWNER).id("l").minimum(1).expiry(LeaseExpiry.BURN);
		assertApplied(lease);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 2));
		assertApplied(ReportLease.of(this.wallet, "l", OWNER, 3));
		WalletState before = state();
		this.engine.advance(TTL.multipliedBy(2));
		WalletImage expected = new WalletImage(this.wallet, WalletImage.Status.PRESENT, null, before.epoch(),
				before.seq(), Engine.START, before.figures(),
				List.of(new OpenClaim.Hold("r", true, 4, Engine.START.plus(TTL), null),
						new OpenClaim.Lease("l", true, OWNER, 9, 9, 2, 3, LeaseExpiry.BURN, Engine.START.plus(TTL)),
						new OpenClaim.Hold("s", true, 1, Engine.START.plus(TTL).plusSeconds(1), claim("key", 7))),
				List.of(), false);
		assertThat(image()).isEqualTo(expected);
		assertThat(image().isSound()).isTrue();
		assertThat(state().figures().held()).isZero();
	}

	@Test
	void aLifeSaysWhetherItBeganAsARebuild() {
		Calls.await(this.engine.events().register("first"));
		topUp(5);
		assertThat(image().rebuilt()).isFalse();
		Calls.await(this.engine.events().register("second"));
		this.engine.advance(TTL);
		topUp(5);
		fence();
		WalletImage before = image();
		assertThat(rebuild(before, before.epoch(), before.seq()).outcome()).isEqualTo(Rebuilt.Outcome.DONE);
		assertThat(image().rebuilt()).isTrue();
		this.engine.advance(TTL);
		Calls.await(this.engine.events().register("third"));
		this.engine.advance(TTL);
		topUp(5);
		assertThat(image().rebuilt()).isTrue();
		assertThat(this.calls.events(this.wallet)).extracting(WalletEvent::type, WalletEvent::note)
			.containsExactly(tuple(EventType.CREATED, null), tuple(EventType.TOPPED_UP, null),
					tuple(EventType.SNAPSHOT, null), tuple(EventType.TOPPED_UP, null),
					tuple(EventType.REBUILT, "a note"), tuple(EventType.SNAPSHOT, WalletEvent.REBUILT),
					tuple(EventType.TOPPED_UP, null));
	}

	@Test
	void aLostWalletIsRebuiltWithItsHoldsAndLeases() {
		Calls.await(this.engine.events().enable(true));
		WalletImage image = lost(new Figures(10, 4, 5, 11, 30, 0), claims());
		Rebuilt rebuilt = rebuild(image, 0, 0);
		assertThat(rebuilt.outcome()).isEqualTo(Rebuilt.Outcome.DONE);
		assertThat(rebuilt.epoch()).isEqualTo(Engine.START.toEpochMilli());
		assertFigures(10, 4, 5, 11, 30, 0);
		assertThat(image()).isEqualTo(new WalletImage(this.wallet, WalletImage.Status.PRESENT, null, rebuilt.epoch(), 1,
				Engine.START, image.figures(), claims(), List.of(), true));
		assertThat(this.calls.reservations(this.wallet, 5)).extracting(ReservationView::id).containsExactly("r");
		commit("r", 3);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 5));
		assertFigures(11, 0, 0, 19, 30, 0);
		List<WalletEvent> events = this.calls.events(this.wallet);
		assertThat(events).extracting(WalletEvent::type)
			.containsExactly(EventType.REBUILT, EventType.COMMITTED, EventType.LEASE_CONSUMED);
		assertThat(events).extracting(WalletEvent::seq).containsExactly(1L, 2L, 3L);
		assertThat(events.get(0)).returns(image.figures(), WalletEvent::after)
			.returns(rebuilt.epoch(), WalletEvent::epoch)
			.returns("a note", WalletEvent::note)
			.returns(NO_CHANGE, WalletEvent::change);
		assertThat(events.get(0).open()).containsExactly(
				new WalletEvent.Claim(false, "r", true, 4, Engine.START.plus(TTL), null, 0, 0, null),
				new WalletEvent.Claim(true, "l", false, 9, Engine.START.plus(TTL), OWNER, 1, 3, LeaseExpiry.BURN));
	}

	@Test
	void aRebuiltWalletIsToldEvenIfNoEventsAreWritten() {
		rebuild(lost(new Figures(10, 0, 0, 0, 10, 0), List.of()), 0, 0);
		topUp(1);
		assertThat(this.calls.events(this.wallet)).extracting(WalletEvent::type).containsExactly(EventType.REBUILT);
		Calls.await(this.engine.events().enable(true));
		topUp(1);
		assertThat(this.calls.events(this.wallet)).extracting(WalletEvent::type)
			.containsExactly(EventType.REBUILT, EventType.SNAPSHOT, EventType.TOPPED_UP);
	}

	@Test
	void theEpochGoesBeyondAllThatCameBefore() {
		topUp(1);
		long epoch = state().epoch();
		fence();
		WalletImage image = image(epoch + 1000, Engine.START.plusSeconds(5), new Figures(7, 0, 0, 0, 7, 0), List.of(),
				List.of());
		Rebuilt rebuilt = rebuild(image, epoch, 2);
		assertThat(rebuilt).isEqualTo(new Rebuilt(Rebuilt.Outcome.DONE, epoch + 5000, 1));
		assertFigures(7, 0, 0, 0, 7, 0);
		fence();
		assertThat(rebuild(image, epoch + 5000, 1).epoch()).isEqualTo(epoch + 5001);
	}

	@Test
	void whatHasExpiredMeanwhileExpiresByTheNormalRules() {
		Instant past = Engine.START.minusSeconds(5);
		rebuild(lost(new Figures(0, 4, 6, 0, 10, 0), List.of(new OpenClaim.Hold("r", true, 4, past, null),
				new OpenClaim.Lease("l", true, OWNER, 6, 6, 0, 0, LeaseExpiry.BURN, past))), 0, 0);
		Calls.await(this.engine.expiry().sweep(this.engine.events().partitionOf(this.wallet), 10));
		assertThat(image().open()).isEmpty();
		assertFigures(4, 0, 0, 6, 10, 0);
		assertThat(refusalOf(Commit.of(this.wallet, "r"))).isInstanceOf(Refusal.ReservationExpired.class);
	}

	@Test
	void keysAnswerAsTheyFirstDid() {
		Charge charge = new Charge.OfConsume("c");
		rebuild(lost(new Figures(10, 0, 0, 10, 20, 0), List.of(),
				operation("t", WalletReceipt.Verb.TOP_UP, 20, null, 17),
				operation("c", WalletReceipt.Verb.CONSUME, 12, null, 8),
				operation("w", WalletReceipt.Verb.WITHDRAW, 3, null, 9),
				operation("f", WalletReceipt.Verb.REFUND, 2, charge, 10), new WalletReceipt.Operation("k", true, BEFORE,
						WalletReceipt.Verb.CONSUME_LEASE, 1, null, "l", OWNER, 11, 0, 4, 0)),
				0, 0);
		assertReplayed(TopUp.of(this.wallet, 20).key("t"), 17);
		assertReplayed(Consume.of(this.wallet, 12).key("c"), 8);
		assertReplayed(Withdraw.of(this.wallet, 3).key("w"), 9);
		assertReplayed(Refund.of(this.wallet, 2).key("f").ofConsume("c"), 10);
		assertReplayed(ConsumeLease.of(this.wallet, "l", OWNER, 1).key("k"), 11);
		assertThat(refusalOf(Consume.of(this.wallet, 11).key("c"))).isInstanceOf(Refusal.IdempotencyConflict.class);
		assertThat(refusalOf(TopUp.of(this.wallet, 12).key("c"))).isInstanceOf(Refusal.IdempotencyConflict.class);
		assertThat(refusalOf(Refund.of(this.wallet, 11).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 11, 10));
	}

	@Test
	void whatWasRefundedIsNotRefundedAgain() {
		topUp(20);
		assertApplied(Consume.of(this.wallet, 10).key("c"));
		hold("r", 5);
		commit("r", 5);
		WalletImage store = image();
		fence();
		WalletReceipt consume = new WalletReceipt.Operation("c", true, BEFORE, WalletReceipt.Verb.CONSUME, 10, null,
				null, null, 10, 0, 0, 7);
		WalletReceipt commit = committed("r", 5, 5, 4);
		rebuild(image(store.epoch(), Engine.START, new Figures(16, 0, 0, 4, 20, 0), List.of(),
				List.of(consume, commit)), store.epoch(), store.seq());
		assertThat(refusalOf(Refund.of(this.wallet, 4).ofConsume("c")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 4, 3));
		assertThat(refusalOf(Refund.of(this.wallet, 2).ofReservation("r")))
			.isEqualTo(new Refusal.RefundExceeded(this.wallet, 2, 1));
		assertReplayed(Consume.of(this.wallet, 10).key("c"), 10);
	}

	@Test
	void finishedReservationsAndLeasesAnswerTheirEnd() {
		rebuild(lost(new Figures(5, 0, 0, 15, 20, 0), List.of(), committed("done", 6, 5, 0),
				new WalletReceipt.Reservation("back", true, BEFORE, ReservationView.Status.CANCELED, 3, 0, 0, 0, 0,
						false, 0),
				new WalletReceipt.Reservation("over", true, BEFORE, ReservationView.Status.EXPIRED, 4, 0, 0, 0, 0,
						false, 0),
				new WalletReceipt.Lease("l", true, BEFORE, LeaseView.Status.EXPIRED, OWNER, 9, 8, 1, 2,
						LeaseExpiry.RETURN)),
				0, 0);
		assertThat(this.calls.apply(Commit.of(this.wallet, "done").actual(5)).replayed()).isTrue();
		assertThat(refusalOf(Commit.of(this.wallet, "done").actual(6))).isInstanceOf(Refusal.CommitConflict.class);
		assertThat(refusalOf(Cancel.of(this.wallet, "back")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "back", 3));
		assertThat(refusalOf(Commit.of(this.wallet, "over")))
			.isEqualTo(new Refusal.ReservationExpired(this.wallet, "over", 4));
		assertThat(assertApplied(ReportLease.of(this.wallet, "l", OWNER, 4)).orElseThrow().booked()).isEqualTo(2);
		assertFigures(3, 0, 0, 17, 20, 0);
	}

	@Test
	void aChargeThatTheStoreForgotStaysACharge() {
		topUp(20);
		hold("r", 5);
		cancel("r");
		WalletImage store = image();
		fence();
		rebuild(image(store.epoch(), Engine.START, new Figures(15, 0, 0, 5, 20, 0), List.of(),
				List.of(committed("r", 5, 5, 0))), store.epoch(), store.seq());
		assertThat(this.calls.apply(Commit.of(this.wallet, "r")).replayed()).isTrue();
		assertFigures(15, 0, 0, 5, 20, 0);
	}

	@Test
	void onlyWhatWasLookedAtIsReplaced() {
		topUp(10);
		WalletImage store = image();
		WalletImage image = image(store.epoch(), Engine.START, new Figures(7, 0, 0, 3, 10, 0), List.of(), List.of());
		assertThat(rebuild(image, store.epoch(), store.seq()).outcome()).isEqualTo(Rebuilt.Outcome.NOT_FENCED);
		topUp(1);
		fence();
		assertThat(rebuild(image, store.epoch(), store.seq()))
			.isEqualTo(new Rebuilt(Rebuilt.Outcome.SUPERSEDED, store.epoch(), store.seq() + 1));
		assertThat(image().fence()).isEqualTo("because");
		unfence();
		assertFigures(11, 0, 0, 0, 11, 0);
	}

	@Test
	void ofManyRebuildsOneIsDone() {
		fence();
		WalletImage image = lost(new Figures(1500, 1500, 0, 0, 3000, 0), manyHolds(1500));
		List<CompletableFuture<Rebuilt>> attempts = IntStream.range(0, 4)
			.mapToObj((i) -> CompletableFuture.supplyAsync(
					() -> Calls.await(this.engine.recovery().rebuild(new Rebuild(image, 0, 0, NO_CHANGE, null)))))
			.toList();
		assertThat(attempts.stream().map(CompletableFuture::join)).extracting(Rebuilt::outcome)
			.containsOnlyOnce(Rebuilt.Outcome.DONE)
			.containsOnly(Rebuilt.Outcome.DONE, Rebuilt.Outcome.SUPERSEDED);
		assertThat(rebuild(image, 0, 0).outcome()).isEqualTo(Rebuilt.Outcome.SUPERSEDED);
		assertThat(image().open()).isEqualTo(image.open());
		assertFigures(1500, 1500, 0, 0, 3000, 0);
	}

	@Test
	void aLargeWalletIsRebuiltWhole() {
		List<WalletReceipt> receipts = new ArrayList<>();
		for (int i = 0; i < 2300; i++) {
			receipts.add(operation("key" + i, WalletReceipt.Verb.CONSUME, 1, null, i));
		}
		List<OpenClaim> holds = manyHolds(2100);
		topUp(3);
		WalletImage store = image();
		fence();
		rebuild(image(store.epoch(), Engine.START, new Figures(0, 2100, 0, 2300, 4400, 0), holds, receipts),
				store.epoch(), store.seq());
		assertThat(image().open()).isEqualTo(holds);
		assertReplayed(Consume.of(this.wallet, 1).key("key0"), 0);
		assertReplayed(Consume.of(this.wallet, 1).key("key2299"), 2299);
		assertApplied(Cancel.of(this.wallet, "hold00000"));
		assertApplied(Commit.of(this.wallet, "hold02099"));
		assertFigures(1, 2098, 0, 2301, 4400, 0);
		assertThat(this.calls.events(this.wallet).get(0).open()).hasSize(2100);
	}

	@Test
	void manyReceiptsOfAWalletWithFewHoldsTravelInParts() {
		List<WalletReceipt> receipts = new ArrayList<>();
		for (int i = 0; i < 1100; i++) {
			receipts.add(operation("key" + i, WalletReceipt.Verb.CONSUME, 1, null, i));
		}
		fence();
		rebuild(image(1, BEFORE, new Figures(10, 4, 5, 11, 30, 0), claims(), receipts), 0, 0);
		assertThat(image().open()).isEqualTo(claims());
		commit("r", 4);
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 1));
		assertReplayed(Consume.of(this.wallet, 1).key("key1099"), 1099);
	}

	@Test
	void anImageThatBreaksTheLawIsRefused() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> rebuild(lost(new Figures(10, 0, 0, 0, 11, 0), List.of()), 0, 0));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> rebuild(lost(new Figures(10, 5, 0, 0, 15, 0), claims()), 0, 0));
	}

	@ParameterizedTest
	@MethodSource("io.escrowmint.contract.NamesContract#hostileNames")
	void anyNameCanBeRebuilt(String name) {
		this.wallet = name;
		List<OpenClaim> claims = List.of(new OpenClaim.Hold(name, true, 4, Engine.START.plus(TTL), null),
				new OpenClaim.Lease(name, true, name, 5, 5, 0, 0, LeaseExpiry.RETURN, Engine.START.plus(TTL)));
		fence();
		WalletImage image = image(1, BEFORE, new Figures(1, 4, 5, 10, 20, 0), claims,
				List.of(operation(name, WalletReceipt.Verb.CONSUME, 5, null, 3)));
		assertThat(rebuild(image, 0, 0).outcome()).isEqualTo(Rebuilt.Outcome.DONE);
		assertThat(image().open()).isEqualTo(claims);
		assertReplayed(Consume.of(name, 5).key(name), 3);
		commit(name, 4);
		assertApplied(ConsumeLease.of(name, name, name, 5));
		assertFigures(1, 0, 0, 19, 20, 0);
	}

	private void assertReplayed(Command<?> command, long available) {
		Outcome outcome = assertMovesNothing(command);
		assertThat(outcome.refusal()).as("%s", command).isEmpty();
		assertThat(outcome.replayed()).isTrue();
		assertThat(outcome.available()).isEqualTo(available);
	}

	private static WalletReceipt operation(String key, WalletReceipt.Verb verb, long amount, Charge original,
			long available) {
		return new WalletReceipt.Operation(key, true, BEFORE, verb, amount, original, null, null, available, 0, 0,
				verb == WalletReceipt.Verb.CONSUME && amount == 12 ? 2 : 0);
	}

	private static WalletReceipt committed(String id, long amount, long charged, long refunded) {
		return new WalletReceipt.Reservation(id, true, BEFORE, ReservationView.Status.COMMITTED, amount, charged,
				charged, 5, 0, false, refunded);
	}

	private static List<OpenClaim> claims() {
		return List.of(new OpenClaim.Hold("r", true, 4, Engine.START.plus(TTL), null),
				new OpenClaim.Lease("l", false, OWNER, 11, 9, 1, 3, LeaseExpiry.BURN, Engine.START.plus(TTL)));
	}

	private static List<OpenClaim> manyHolds(int count) {
		return IntStream.range(0, count)
			.<OpenClaim>mapToObj((i) -> new OpenClaim.Hold("hold%05d".formatted(i), true, 1,
					Engine.START.plus(Duration.ofHours(1)), null))
			.toList();
	}

	private WalletImage lost(Figures figures, List<OpenClaim> open, WalletReceipt... receipts) {
		fence();
		return image(1, BEFORE, figures, open, List.of(receipts));
	}

	private WalletImage image(long epoch, Instant changedAt, Figures figures, List<OpenClaim> open,
			List<WalletReceipt> receipts) {
		return new WalletImage(this.wallet, WalletImage.Status.PRESENT, null, epoch, 9, changedAt, figures, open,
				receipts, false);
	}

	private Rebuilt rebuild(WalletImage image, long epoch, long seq) {
		return Calls.await(this.engine.recovery().rebuild(new Rebuild(image, epoch, seq, NO_CHANGE, "a note")));
	}

	private boolean fence() {
		return Calls.await(this.engine.recovery().fence(this.wallet, "because"));
	}

	private boolean unfence() {
		return Calls.await(this.engine.recovery().unfence(this.wallet));
	}

	private WalletImage image() {
		return Calls.await(this.engine.recovery().image(this.wallet));
	}

}
