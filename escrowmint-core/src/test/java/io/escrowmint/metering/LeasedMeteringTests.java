package io.escrowmint.metering;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.MeteringPath;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Extend;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * All that is true of calls is true of those on the leased path; and what is for leases,
 * and what is not.
 */
@Timeout(60)
class LeasedMeteringTests extends MeteringSessionTests {

	@Override
	MeteringHouse house(MeteringOptions options) {
		return new MeteringHouse(options, 0).path(MeteringPath.LEASED);
	}

	@Test
	void leasedCallReservesNothing() {
		this.house.admitted(4).end(Ending.returned());
		assertThat(this.house.leases.checks).hasValue(1);
		assertThat(this.house.store.sent).noneMatch(Reserve.class::isInstance);
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void directCallLeasesNothing() {
		this.house.path(MeteringPath.DIRECT).admitted(4).end(Ending.returned());
		assertThat(this.house.leases.checks).hasValue(0);
	}

	@Test
	void whatNoLeaseCanPromiseIsForTheStore() {
		this.house.leases.largest = 3;
		this.house.admitted(4).end(Ending.failed());
		this.house.admit(this.house.sessions.begin(),
				this.house.demand("", 1, new HttpClaim("key", Bytes.of(new byte[32]))));
		this.house.terms(Overrun.CLAMP, LateCommit.EXPIRED, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		this.house.admitted(1);
		assertThat(this.house.leases.checks).hasValue(0);
		assertThat(this.house.store.sent).filteredOn(Reserve.class::isInstance).hasSize(3);
	}

	@Test
	void remainderIsToldBesideAllHoldsOfTheProcess() {
		MeteringSession first = this.house.admitted(4);
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 3)))
			.isEqualTo(MeteringHouse.admitted(3, 3, 3));
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 5)))
			.isInstanceOfSatisfying(Admission.Refused.class, (refused) -> assertThat(refused.available()).isEqualTo(3));
		first.end(Ending.failed());
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 1)))
			.isEqualTo(MeteringHouse.admitted(1, 6, 1));
	}

	@Test
	void whatLiesHereIsToldToThoseWhoAskTheStore() {
		this.house.leases.hoard(MeteringHouse.WALLET, 6);
		assertThat(this.house.admit(this.house.sessions.begin(),
				this.house.demand("", 1, new HttpClaim("key", Bytes.of(new byte[32])))))
			.isEqualTo(MeteringHouse.admitted(1, 9, 1));
		this.house.path(MeteringPath.DIRECT);
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 1)))
			.isEqualTo(MeteringHouse.admitted(1, 2, 1));
	}

	@Test
	void callThatIsTooLargeForALeaseFindsWhatLiesHere() {
		this.house.leases.largest = 3;
		this.house.leases.hoard(MeteringHouse.WALLET, 6);
		MeteringSession session = this.house.admitted(8);
		this.house.assertFigures(2, 8, 0);
		session.end(Ending.returned());
		this.house.assertFigures(2, 0, 8);
	}

	@Test
	void callUnderAKeyFindsWhatLiesHere() {
		this.house.leases.hoard(MeteringHouse.WALLET, 6);
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 8, new HttpClaim("key", Bytes.of(new byte[32])))))
			.isEqualTo(MeteringHouse.admitted(8, 2, 8));
		session.end(Ending.returned());
		this.house.assertFiguresBecome(2, 0, 8);
	}

	@Test
	void callOnTheDirectPathFindsWhatLiesHere() {
		this.house.leases.hoard(MeteringHouse.WALLET, 6);
		this.house.path(MeteringPath.DIRECT).admitted(8).end(Ending.returned());
		this.house.assertFiguresBecome(2, 0, 8);
	}

	@Test
	void callThatNobodyHasEnoughForAsksNoLease() {
		this.house.leases.largest = 3;
		this.house.leases.hoard(MeteringHouse.WALLET, 6);
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 11))).isInstanceOfSatisfying(
				Admission.Refused.class, (refused) -> assertThat(refused.available()).isEqualTo(10));
		assertThat(this.house.leases.checks).hasValue(0);
		assertThat(this.house.leases.recalls).hasValue(0);
	}

	@Test
	void lateChargeIsCountedAsLate() {
		this.house.leases.late = true;
		this.house.admitted(4).end(Ending.returned());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LATE, 4, 0));
		assertThat(this.house.sessions.backlog().late()).isEqualTo(1);
	}

	@Test
	void holdThatIsGoneIsCountedAsLost() {
		this.house.leases.losesHolds = true;
		this.house.admitted(4).end(Ending.returned());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LOST, 0, 4));
	}

	@Test
	void holdThatHasExpiredIsChargedAsFarAsTheWalletHasIt() {
		this.house.leases.chargeable = 3;
		this.house.admitted(8).end(Ending.returned());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 3, 5));
		this.house.assertFigures(7, 0, 3);
	}

	@Test
	void holdThatHasExpiredOnAnEmptyWalletIsLost() {
		this.house.leases.chargeable = 0;
		this.house.admitted(8).end(Ending.returned());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LOST, 0, 8));
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void holdThatCannotBeChargedEnds() {
		this.house.leases.chargeable = -1;
		this.house.admitted(8).end(Ending.returned());
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.LOST, 0, 8));
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void callWaitsForALeaseNoLongerThanForTheStore() {
		try (MeteringHouse brief = house(MeteringOptions.DEFAULTS.withPatience(Duration.ofMillis(200)))) {
			CompletableFuture<Void> silence = new CompletableFuture<>();
			brief.store.gate.set(silence);
			assertThat(brief.admit(brief.sessions.begin(), brief.demand("", 4))).isInstanceOfSatisfying(
					Admission.Unavailable.class,
					(refused) -> assertThat(refused.cause()).isInstanceOf(OutcomeUnknownException.class));
			silence.complete(null);
			brief.assertFiguresBecome(10, 0, 0);
		}
	}

	@Test
	void callWaitsForWhatIsCalledBackNoLongerThanForTheStore() {
		try (MeteringHouse brief = house(MeteringOptions.DEFAULTS.withPatience(Duration.ofSeconds(1)))) {
			brief.leases.hoard(MeteringHouse.WALLET, 6);
			brief.leases.recalled = new CompletableFuture<>();
			assertThat(brief.path(MeteringPath.DIRECT).admit(brief.sessions.begin(), brief.demand("", 8)))
				.isInstanceOf(Admission.Refused.class);
		}
	}

	@Test
	void oldestHoldIsChargedAtOnce() {
		try (MeteringHouse brief = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC,
				100, 0, Duration.ofMillis(150)))) {
			MeteringSession session = brief.admitted(4);
			brief.assertFiguresBecome(6, 0, 4);
			session.end(Ending.failed());
			brief.assertFigures(6, 0, 4);
		}
	}

	@Test
	void holdOfALeaseIsNotExtendedInTheStore() {
		MeteringSession session = this.house.ttl(Duration.ofMillis(40)).admitted(4);
		MeteringSession direct = this.house.path(MeteringPath.DIRECT).ttl(Duration.ofMillis(200)).admitted(1);
		await().until(() -> this.house.heard.extended.get() >= 1);
		assertThat(this.house.store.sent).filteredOn(Extend.class::isInstance)
			.isNotEmpty()
			.allMatch((extend) -> ((Extend) extend).id().equals(reserved()));
		session.end(Ending.returned());
		direct.end(Ending.returned());
		this.house.assertFiguresBecome(5, 0, 5);
	}

	private String reserved() {
		return this.house.store.sent.stream()
			.filter(Reserve.class::isInstance)
			.map((reserve) -> ((Reserve) reserve).id().value())
			.findFirst()
			.orElseThrow();
	}

	@Test
	void whoWaitsForTheSettleWaitsForNoOutage() {
		this.house.terms(Overrun.DEBT, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		this.house.leases.settles = new CompletableFuture<>();
		MeteringSession session = this.house.admitted(4);
		session.settle(6);
		CompletionStage<Void> settled = session.end(Ending.returned());
		assertThat(settled.toCompletableFuture()).isNotDone();
		this.house.leases.unanswered.accept(new StoreUnavailableException("The line is cut", null));
		assertThat(settled.toCompletableFuture()).isCompleted();
		assertThat(this.house.sessions.backlog().pending()).isEqualTo(1);
		this.house.leases.settles.complete(null);
		this.house.assertFigures(4, 0, 6);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 6, 0));
	}

	@Test
	void callsRunUnderTheAllowanceWhileNoLeaseCanBeHad() {
		try (MeteringHouse open = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC,
				100, 5, Duration.ofMinutes(1)))) {
			open.terms(Overrun.CLAMP, LateCommit.CHARGE, UnavailablePolicy.OPEN, DisconnectPolicy.CHARGE);
			open.store.cut = Consume.class::isInstance;
			open.admitted(3).end(Ending.returned());
			assertThat(open.admit(open.sessions.begin(), open.demand("", 3))).isInstanceOf(Admission.Unavailable.class);
			assertThat(open.heard.allowed).hasValue(3);
			open.assertFigures(10, 0, 0);
		}
	}

	@Test
	void localAnswerIsNoSignThatTheStoreIsBack() {
		try (MeteringHouse open = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC,
				100, 5, Duration.ofMinutes(1)))) {
			open.terms(Overrun.CLAMP, LateCommit.CHARGE, UnavailablePolicy.OPEN, DisconnectPolicy.CHARGE);
			open.store.cut = Consume.class::isInstance;
			open.admitted(5);
			open.store.cut = (command) -> false;
			open.admitted(1);
			open.store.cut = Consume.class::isInstance;
			assertThat(open.admit(open.sessions.begin(), open.demand("", 1))).isInstanceOf(Admission.Unavailable.class);
		}
	}

	@Test
	void shadowTakesNothing() {
		try (MeteringHouse shadow = house(new MeteringOptions(MeteringOptions.Mode.SHADOW, MeteringOptions.Settle.ASYNC,
				100, 0, Duration.ofMinutes(1)))) {
			shadow.admitted(4).end(Ending.responded(200));
			await().untilAsserted(() -> assertThat(shadow.heard.verdicts).containsExactly("charged 4"));
			assertThat(shadow.leases.checks).hasValue(0);
			shadow.assertFigures(10, 0, 0);
		}
	}

}
