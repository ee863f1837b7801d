package io.escrowmint.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.SweepPage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemoryQuotaStoreTests {

	private static final Duration TTL = Duration.ofMillis(100);

	private Instant now = Instant.ofEpochMilli(1_000);

	private final MemoryQuotaStore store = new MemoryQuotaStore(
			StoreOptions.DEFAULTS.withPartitions(1).withEventsMaxLength(3), () -> this.now);

	private final EventLog events = this.store.events();

	@Test
	void aNotFoundThatIsRepeatedInsideStaysNotFound() {
		reserveMany(300);
		this.now = this.now.plus(TTL);

		assertThat(execute(Cancel.of("w", "unknown")).refusal())
			.contains(new Refusal.ReservationNotFound("w", "unknown"));
		assertThat(execute(Cancel.of("w", "unknown")).refusal())
			.contains(new Refusal.ReservationCanceled("w", "unknown", 0));
		assertThat(execute(Consume.of("w", 300)).applied()).isTrue();
	}

	@Test
	void anAppliedCommandReclaimsOneBatchOnly() {
		reserveMany(300);
		this.now = this.now.plus(TTL);

		assertThat(execute(Consume.of("w", 1)).available()).isEqualTo(127);
		assertThat(execute(Consume.of("w", 299)).applied()).isTrue();
	}

	@Test
	void aLeaseIsNotCutShortByWhatIsStillToBeReclaimed() {
		reserveMany(300);
		this.now = this.now.plus(TTL);

		AllocateLeaseResult result = execute(AllocateLease.of("w", 200, TTL, "o").minimum(1));
		assertThat(result.orElseThrow().granted()).isEqualTo(200);
	}

	@Test
	void anHttpKeyIsFreeAgainWhenItsHoldExpires() {
		HttpClaim claim = new HttpClaim("k", Bytes.of(new byte[32]));
		execute(TopUp.of("w", 5));
		execute(Reserve.of("w", 1, TTL).id("a").http(claim));
		Instant expiry = this.now.plus(TTL);

		assertThat(execute(Reserve.of("w", 1, TTL).id("b").http(claim)).refusal())
			.contains(new Refusal.HttpKeyInFlight("w", "k", expiry));
		this.now = expiry;
		assertThat(execute(Reserve.of("w", 1, TTL).id("b").http(claim)).applied()).isTrue();
		assertThat(execute(Commit.of("w", "a").late(LateCommit.CHARGE).response(Bytes.of((byte) 1))).applied())
			.isTrue();
		assertThat(execute(Commit.of("w", "b").response(Bytes.of((byte) 2))).applied()).isTrue();
		assertThat(execute(Reserve.of("w", 1, TTL).http(claim)).refusal())
			.contains(new Refusal.HttpKeyAnswered("w", "k", Bytes.of((byte) 2)));
	}

	@Test
	void aClockThatStepsBackRevivesNothing() {
		reserveMany(1);
		this.now = this.now.plus(TTL);
		ask(new Query.OfWallet("w"));
		Instant expired = this.now;
		this.now = Instant.ofEpochMilli(1_000);
		execute(TopUp.of("w", 1));
		execute(Reserve.of("w", 1, TTL).id("next"));

		assertThat(ask(new Query.OfReservation("w", "next")).orElseThrow().expiresAt()).isEqualTo(expired.plus(TTL));
	}

	@Test
	void theSweeperSkipsAFencedWalletAndComesBack() {
		reserveMany(1);
		execute(TopUp.of("v", 1));
		execute(Reserve.of("v", 1, TTL));
		this.now = this.now.plus(TTL).plusMillis(7);
		this.store.recovery().fence("w", "test");

		assertThatThrownBy(() -> execute(TopUp.of("w", 1))).hasCauseInstanceOf(WalletFencedException.class);
		assertThat(sweep()).isEqualTo(new SweepPage(1, 1, 1, Duration.ofMillis(7), false));
		this.store.recovery().unfence("w");
		this.now = this.now.plusSeconds(10);
		assertThat(sweep()).isEqualTo(new SweepPage(1, 1, 0, Duration.ZERO, false));
	}

	@Test
	void skippedEventsAreReplacedByASnapshot() {
		execute(TopUp.of("w", 5));
		execute(Reserve.of("w", 2, TTL).id("a"));
		this.events.enable(true).toCompletableFuture().join();
		execute(Consume.of("w", 1));
		execute(Consume.of("w", 1));

		List<WalletEvent> written = written();
		assertThat(written).extracting(WalletEvent::type)
			.containsExactly(EventType.SNAPSHOT, EventType.CONSUMED, EventType.CONSUMED);
		assertThat(written).extracting(WalletEvent::seq).containsExactly(4L, 5L, 6L);
		assertThat(written.get(0).open()).extracting(WalletEvent.Claim::id).containsExactly("a");
		assertThat(written.get(0).after().available()).isEqualTo(3);
	}

	@Test
	void aNewWalletOpensWithoutASnapshot() {
		this.events.enable(true).toCompletableFuture().join();
		execute(TopUp.of("w", 5).note("first"));

		assertThat(written()).extracting(WalletEvent::type).containsExactly(EventType.CREATED, EventType.TOPPED_UP);
		assertThat(written()).extracting(WalletEvent::note).containsExactly(null, "first");
	}

	@Test
	void framesAreCutToLengthOnlyWithoutReaders() {
		this.events.register("r").toCompletableFuture().join();
		for (int count = 0; count < 5; count++) {
			execute(TopUp.of("w", 1));
		}
		assertThat(frames()).hasSize(5);
		assertThat(this.events.acknowledge("r", 0, "1-0").toCompletableFuture().join()).isTrue();
		assertThat(frames()).extracting(EventFrame::position).containsExactly("2-0", "3-0", "4-0", "5-0");
		assertThat(this.events.acknowledge("other", 0, "5-0").toCompletableFuture().join()).isFalse();
		this.events.deregister("r").toCompletableFuture().join();
		assertThat(frames()).extracting(EventFrame::position).containsExactly("3-0", "4-0", "5-0");
	}

	@Test
	void aTombstoneIsSeenOnAWalletThatDoesNotExist() {
		execute(Cancel.of("none", "r"));

		assertThat(ask(new Query.OfReservation("none", "r"))).isPresent();
		assertThat(ask(new Query.OfWallet("none")).exists()).isFalse();
		assertThat(ask(new Query.OfReservation("none", "s"))).isEqualTo(Optional.empty());
	}

	private void reserveMany(int count) {
		execute(TopUp.of("w", count));
		for (int index = 0; index < count; index++) {
			execute(Reserve.of("w", 1, TTL));
		}
	}

	private SweepPage sweep() {
		return this.store.sweep(0, 10).toCompletableFuture().join();
	}

	private List<EventFrame> frames() {
		return this.events.read(0, null, 100).toCompletableFuture().join();
	}

	private List<WalletEvent> written() {
		List<WalletEvent> written = new ArrayList<>();
		frames().forEach((frame) -> written.addAll(frame.events()));
		return written;
	}

	private <R extends Outcome> R execute(Command<R> command) {
		return this.store.execute(command).toCompletableFuture().join();
	}

	private <R> R ask(Query<R> query) {
		return this.store.query(query).toCompletableFuture().join();
	}

}
