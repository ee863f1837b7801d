package io.escrowmint.metering;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Reserve;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Long calls, lost replies, outages and ends of processes.
 */
@Timeout(60)
class MeteringOutageTests {

	private static final Duration TTL = Duration.ofMillis(200);

	private MeteringHouse house = new MeteringHouse();

	@AfterEach
	void close() {
		this.house.close();
	}

	@Test
	void holdOutlivesItsTimeWhileTheCallRuns() {
		MeteringSession session = this.house.ttl(TTL).admitted(4);
		outliveItsTime();
		session.end(Ending.returned());
		this.house.assertFigures(6, 0, 4);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 4, 0));
	}

	@Test
	void holdIsExtendedUntilItsSettleIsKnown() {
		MeteringSession session = this.house.ttl(TTL).admitted(4);
		this.house.store.cut = Commit.class::isInstance;
		session.end(Ending.returned());
		outliveItsTime();
		assertThat(this.house.sessions.backlog()).isEqualTo(new MeteringBacklog(0, 1, 0, 0));
		this.house.store.cut = (command) -> false;
		this.house.assertFiguresBecome(6, 0, 4);
		await().until(() -> !this.house.heard.settlements.isEmpty());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 4, 0));
	}

	@Test
	void callWaitsOnceForAllThatItAsksFor() {
		Duration patience = Duration.ofMillis(400);
		this.house.close();
		this.house = new MeteringHouse(MeteringOptions.DEFAULTS.withPatience(patience), 0);
		// Each answer comes within half of the time, all of them do not.
		this.house.store.late = patience.multipliedBy(9).dividedBy(20);
		MeteringSession session = this.house.sessions.begin();
		Demand[] demands = Stream.of("a", "b", "c", "d")
			.map((name) -> this.house.demand(name, 1))
			.toArray(Demand[]::new);
		assertThat(this.house.admit(session, demands)).isInstanceOf(Admission.Unavailable.class);
		this.house.store.late = Duration.ZERO;
		this.house.assertFiguresBecome(10, 0, 0);
	}

	/** Ends the time of a hold, but not before it is extended. */
	private void outliveItsTime() {
		Duration moment = Duration.ofMillis(1);
		this.house.store.advance(TTL.minus(moment));
		int before = this.house.heard.extended.get();
		// One may have been on its way before.
		await().until(() -> this.house.heard.extended.get() >= before + 2);
		this.house.store.advance(moment.multipliedBy(2));
		this.house.assertFigures(6, 4, 0);
	}

	@Test
	void settleIsRepeatedWithTheSameIdAndChargesOnce() {
		MeteringSession session = this.house.admitted(4);
		this.house.store.forgetful = Commit.class::isInstance;
		session.end(Ending.returned());
		await().until(() -> this.house.heard.repeated.get() >= 3);
		this.house.store.forgetful = (command) -> false;
		await().until(() -> !this.house.heard.settlements.isEmpty());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 4, 0));
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void holdIsExtendedAndSettledAlthoughTheStoreThrowsErrors() {
		MeteringSession session = this.house.ttl(TTL).admitted(4);
		breaksOnce();
		outliveItsTime();
		breaksOnce();
		session.end(Ending.returned());
		this.house.assertFiguresBecome(6, 0, 4);
	}

	@Test
	void holdThatEndsInAnErrorOfTheStoreLeavesItsNameToOthers() {
		MeteringSession session = this.house.sessions.begin();
		breaksOnce();
		assertThat(this.house.admit(session, this.house.demand("", 4))).isInstanceOf(Admission.Unavailable.class);
		assertThat(this.house.admit(session, this.house.demand("", 4))).isInstanceOf(Admission.Admitted.class);
	}

	private void breaksOnce() {
		AtomicBoolean broken = new AtomicBoolean();
		this.house.store.cut = (command) -> {
			if (broken.compareAndSet(false, true)) {
				throw new NoClassDefFoundError("A class is gone");
			}
			return false;
		};
	}

	/** A call that goes on, although its hold has expired. */
	private MeteringSession late() {
		MeteringSession session = this.house.admitted(4);
		this.house.store.advance(this.house.terms.ttl().plusMillis(1));
		this.house.assertFigures(10, 0, 0);
		return session;
	}

	@Test
	void lateCallIsChargedFromWhatTheWalletHas() {
		MeteringSession session = late();
		session.end(Ending.returned());
		this.house.assertFiguresBecome(6, 0, 4);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LATE, 4, 0));
		assertThat(this.house.sessions.backlog().late()).isEqualTo(1);
	}

	@Test
	void lateCallTakesWhatIsLeftAndTheRestIsCounted() {
		MeteringSession session = late();
		this.house.store.past(Consume.of(MeteringHouse.WALLET, 7)).orElseThrow();
		session.end(Ending.returned());
		this.house.assertFiguresBecome(0, 0, 10);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LATE, 3, 1));
	}

	@Test
	void lateCallThatFindsNothingIsLostAndCounted() {
		MeteringSession session = late();
		this.house.store.past(Consume.of(MeteringHouse.WALLET, 10)).orElseThrow();
		session.end(Ending.returned());
		await().until(() -> this.house.sessions.backlog().lost() == 1);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LOST, 0, 4));
	}

	@Test
	void oldestHoldIsChargedAtOnceAndItsCallCanSayNothingMore() {
		this.house.close();
		this.house = new MeteringHouse(new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC,
				100, 0, Duration.ofMillis(150)), 0);
		this.house.sessions.stop();
		MeteringSession silent = this.house.admitted(4);
		MeteringSession settled = this.house.admitted(4);
		settled.settle(1);
		this.house.sessions.start();
		this.house.assertFiguresBecome(5, 0, 5);
		silent.end(Ending.failed());
		settled.end(Ending.failed());
		this.house.assertFigures(5, 0, 5);
	}

	@Test
	void unknownHoldIsCanceledInTheBackgroundAndTheCallDoesNotRun() {
		this.house.store.forgetful = Reserve.class::isInstance;
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 4))).isInstanceOf(Admission.Unavailable.class);
		this.house.assertFiguresBecome(10, 0, 0);
		assertThat(this.house.store.sent).anyMatch(Cancel.class::isInstance);
	}

	@Test
	void whatARequestTookUntilItAskedIsTakenOffItsPatience() {
		this.house.close();
		this.house = new MeteringHouse(MeteringOptions.DEFAULTS.withPatience(Duration.ofSeconds(2)), 0);
		CompletableFuture<Void> silence = new CompletableFuture<>();
		this.house.store.gate.set(silence);
		MeteringSession session = this.house.sessions.begin(System.nanoTime() - Duration.ofSeconds(9).toNanos());
		assertThat(this.house.admit(session, this.house.demand("", 4))).isInstanceOfSatisfying(
				Admission.Unavailable.class,
				(refused) -> assertThat(refused.cause()).isInstanceOf(OutcomeUnknownException.class));
		silence.complete(null);
		await().until(() -> this.house.sessions.backlog().pending() == 0);
		this.house.assertFigures(10, 0, 0);
		session.end(Ending.returned());
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void openCallsRunUnderAnAllowancePerWalletAndOutage() {
		this.house.close();
		this.house = new MeteringHouse(new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC,
				100, 5, Duration.ofMinutes(1)), 0);
		this.house.terms(Overrun.CLAMP, LateCommit.CHARGE, UnavailablePolicy.OPEN, DisconnectPolicy.CHARGE);
		this.house.store.cut = (command) -> true;
		MeteringSession open = this.house.admitted(3);
		open.settle(2);
		open.end(Ending.returned());
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 3)))
			.isInstanceOf(Admission.Unavailable.class);
		HttpClaim claim = new HttpClaim("key", Bytes.of(new byte[32]));
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 1, claim)))
			.isInstanceOf(Admission.Unavailable.class);
		assertThat(this.house.heard.allowed).hasValue(3);
		this.house.store.cut = (command) -> false;
		this.house.admitted(1).end(Ending.returned());
		this.house.assertFigures(9, 0, 1);
		this.house.store.cut = (command) -> true;
		this.house.admitted(5).end(Ending.returned());
		this.house.store.cut = (command) -> false;
		this.house.assertFigures(9, 0, 1);
	}

	@Test
	void drainWaitsForWhatIsPending() {
		MeteringSession session = this.house.admitted(4);
		this.house.store.cut = Commit.class::isInstance;
		session.end(Ending.returned());
		assertThat(this.house.sessions.drain(Duration.ofMillis(50))).isFalse();
		this.house.store.cut = (command) -> false;
		assertThat(this.house.sessions.drain(Duration.ofSeconds(60))).isTrue();
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void whatIsNotSettledAtTheStopIsCountedAsLost() {
		MeteringSession session = this.house.admitted(4);
		this.house.store.cut = Commit.class::isInstance;
		session.end(Ending.returned());
		this.house.sessions.stop();
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LOST, 0, 4));
		assertThat(this.house.sessions.backlog()).isEqualTo(new MeteringBacklog(0, 0, 0, 1));
	}

	@Test
	void whatHasNoAnswerAtTheStopIsUnknownAndNotLost() {
		MeteringSession session = this.house.admitted(4);
		CompletableFuture<Void> silence = new CompletableFuture<>();
		this.house.store.gate.set(silence);
		session.end(Ending.returned());
		this.house.sessions.stop();
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.UNKNOWN, 0, 0));
		silence.complete(null);
		this.house.assertFiguresBecome(6, 0, 4);
		assertThat(this.house.heard.settlements).hasSize(1);
	}

	@Test
	void whoseAnswersWereLostIsUnknownAtTheStop() {
		MeteringSession session = this.house.admitted(4);
		this.house.store.forgetful = Commit.class::isInstance;
		session.end(Ending.returned());
		await().until(() -> this.house.heard.repeated.get() > 0);
		this.house.store.cut = Commit.class::isInstance;
		int known = this.house.heard.repeated.get();
		await().until(() -> this.house.heard.repeated.get() > known);
		this.house.sessions.stop();
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.UNKNOWN, 0, 0));
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void startsAgainAfterAStop() {
		this.house.sessions.stop();
		this.house.sessions.start();
		MeteringSession session = this.house.ttl(TTL).admitted(4);
		outliveItsTime();
		this.house.store.forgetful = Commit.class::isInstance;
		session.end(Ending.returned());
		this.house.store.forgetful = (command) -> false;
		this.house.assertFiguresBecome(6, 0, 4);
		await().until(() -> this.house.heard.settlements.size() == 1);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 4, 0));
	}

	@Test
	void shadowMovesNothingRefusesNothingAndSurvivesADeadStore() {
		this.house.close();
		this.house = new MeteringHouse(new MeteringOptions(MeteringOptions.Mode.SHADOW, MeteringOptions.Settle.ASYNC,
				100, 0, Duration.ofMinutes(1)), 0);
		for (int call = 0; call < 3; call++) {
			MeteringSession session = this.house.admitted(4);
			session.end(Ending.responded(200));
		}
		this.house.admitted(1).end(Ending.failed());
		this.house.admitted(101).end(Ending.responded(200));
		this.house.store.cut = (command) -> true;
		this.house.admitted(1).end(Ending.responded(200));
		await().untilAsserted(() -> assertThat(this.house.heard.verdicts).containsExactlyInAnyOrder("charged 4",
				"charged 4", "refused_insufficient_credits 4", "canceled 1", "refused_cost_exceeds_limit 101",
				"refused_unavailable 1"));
		this.house.assertFigures(10, 0, 0);
		assertThat(this.house.store.sent).isEmpty();
	}

}
