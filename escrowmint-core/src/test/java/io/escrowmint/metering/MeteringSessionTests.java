package io.escrowmint.metering;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.OverrunRejectedException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How calls are let in, what they say of their use, and what each ending charges.
 */
class MeteringSessionTests {

	final MeteringHouse house = house(MeteringOptions.DEFAULTS);

	MeteringHouse house(MeteringOptions options) {
		return new MeteringHouse(options, 0);
	}

	@AfterEach
	void close() {
		this.house.close();
	}

	@ParameterizedTest
	@CsvSource({ "RETURNED,0,4", "RETURNED,200,4", "RETURNED,399,4", "RETURNED,400,0", "RETURNED,100,0", "FAILED,200,0",
			"DISCONNECTED,200,4", "DISCONNECTED,500,0" })
	void endingDecidesWhatIsCharged(Ending.Kind kind, int status, long charged) {
		MeteringSession session = this.house.admitted(4);
		this.house.assertFigures(6, 4, 0);
		session.end(new Ending(kind, status, null));
		this.house.assertFigures(10 - charged, 0, charged);
	}

	@Test
	void firstEndingCounts() {
		MeteringSession session = this.house.admitted(4);
		session.end(Ending.failed());
		session.end(Ending.responded(200));
		this.house.assertFigures(10, 0, 0);
		assertThat(this.house.heard.settlements).hasSize(1);
	}

	@Test
	void concurrentEndingsSettleOnce() {
		for (int round = 0; round < 50; round++) {
			MeteringSession session = this.house.admitted(1);
			CompletableFuture<?>[] ends = IntStream.range(0, 4)
				.mapToObj((end) -> CompletableFuture
					.runAsync(() -> session.end((end % 2 == 0) ? Ending.returned() : Ending.failed())))
				.toArray(CompletableFuture<?>[]::new);
			CompletableFuture.allOf(ends).join();
			assertThat(this.house.heard.settlements).hasSize(round + 1);
			this.house.store.fill(MeteringHouse.WALLET, 1);
		}
		assertThat(this.house.store.state(MeteringHouse.WALLET).figures().held()).isZero();
	}

	@Test
	void lastSaidValueCounts() {
		MeteringSession session = this.house.admitted(5);
		session.settle(4);
		session.addCost(1);
		session.settle(2);
		session.addCost(1);
		assertThat(session.amount()).isEqualTo(3);
		session.end(Ending.returned());
		this.house.assertFigures(7, 0, 3);
	}

	@Test
	void addedCostComesOnTopOfWhatIsHeld() {
		this.house.terms(Overrun.AVAILABLE, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		MeteringSession session = this.house.admitted(5);
		session.addCost(2);
		session.end(Ending.returned());
		this.house.assertFigures(3, 0, 7);
	}

	@Test
	void failWinsOverAll() {
		MeteringSession session = this.house.admitted(5);
		session.fail();
		session.settle(4);
		session.end(Ending.returned());
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void failCountsForAllHoldsOfTheCallAndForThoseToCome() {
		MeteringSession session = this.house.sessions.begin();
		this.house.admit(session, this.house.demand("a", 1), this.house.demand("b", 2));
		session.fail();
		this.house.admit(session, this.house.demand("c", 3));
		session.named("b").settle(2);
		session.end(Ending.returned());
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void failOfOneHoldLeavesTheOthers() {
		MeteringSession session = this.house.sessions.begin();
		this.house.admit(session, this.house.demand("a", 1), this.house.demand("b", 2));
		session.named("a").fail();
		this.house.admit(session, this.house.demand("c", 3));
		session.end(Ending.returned());
		this.house.assertFigures(5, 0, 5);
	}

	@Test
	void failThatComesTooLateForOneHoldCountsForTheOthersAndSaysSo() {
		MeteringSession session = this.house.sessions.begin();
		this.house.admit(session, this.house.demand("a", 1), this.house.demand("b", 2));
		assertThat(((HoldingSession) session).holds().get(0).beginSettle()).isTrue();
		assertThatIllegalStateException().isThrownBy(session::fail);
		session.end(Ending.returned());
		this.house.assertFigures(9, 1, 0);
	}

	@Test
	void nothingCanBeSaidAfterTheEnd() {
		MeteringSession session = this.house.admitted(5);
		session.end(Ending.returned());
		assertThatIllegalStateException().isThrownBy(() -> session.settle(1));
		assertThatIllegalStateException().isThrownBy(() -> session.addCost(1));
		assertThatIllegalStateException().isThrownBy(session::fail);
	}

	@Test
	void nothingCanBeSaidBeforeAnythingIsHeld() {
		assertThatIllegalStateException().isThrownBy(() -> this.house.sessions.begin().settle(1));
	}

	@ParameterizedTest
	@CsvSource({ "CLAMP,5", "AVAILABLE,9", "DEBT,9" })
	void overrunGoesByItsPolicy(Overrun overrun, long charged) {
		this.house.terms(overrun, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		MeteringSession session = this.house.admitted(5);
		session.settle(9);
		session.end(Ending.returned());
		this.house.assertFigures(10 - charged, 0, charged);
		assertThat(this.house.heard.settlements)
			.containsExactly(new Settlement(Settlement.Kind.CHARGED, charged, 9 - charged));
	}

	@ParameterizedTest
	@CsvSource({ "AVAILABLE", "DEBT" })
	void whatTheStoreRefusesToChargeIsChargedAsFarAsItIsHeld(Overrun overrun) {
		this.house.terms(overrun, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		MeteringSession session = this.house.admitted(5);
		session.settle(11);
		session.end(Ending.returned());
		this.house.assertFigures(5, 0, 5);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 5, 6));
	}

	@Test
	void rejectedOverrunLeavesTheHoldAndWhatWasSaid() {
		this.house.terms(Overrun.REJECT, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		MeteringSession session = this.house.admitted(5);
		session.settle(3);
		assertThatExceptionOfType(OverrunRejectedException.class).isThrownBy(() -> session.settle(6));
		assertThatExceptionOfType(OverrunRejectedException.class).isThrownBy(() -> session.addCost(3));
		session.end(Ending.returned());
		this.house.assertFigures(7, 0, 3);
	}

	@ParameterizedTest
	@CsvSource({ "CHARGE,,5", "CHARGE,2,2", "CHARGE_SETTLED,,0", "CHARGE_SETTLED,2,2", "CANCEL,2,0" })
	void disconnectGoesByItsPolicy(DisconnectPolicy policy, Long settled, long charged) {
		this.house.terms(Overrun.CLAMP, LateCommit.CHARGE, UnavailablePolicy.CLOSED, policy);
		MeteringSession session = this.house.admitted(5);
		if (settled != null) {
			session.settle(settled);
		}
		session.end(Ending.disconnected(200));
		this.house.assertFigures(10 - charged, 0, charged);
	}

	@Test
	void severalHoldsAreAddressedByName() {
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 1), this.house.demand("tokens", 5)))
			.isEqualTo(MeteringHouse.admitted(6, 4, 6));
		session.named("tokens").settle(2);
		assertThat(session.amount()).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> session.named("other"));
		session.end(Ending.returned());
		this.house.assertFigures(7, 0, 3);
	}

	@Test
	void balanceIsThatOfTheFirstWalletWhoeverElsePays() {
		this.house.store.fill("other", 100);
		Demand other = new Demand("other", "other", 4, Terms.DEFAULTS, null, Trace.NONE);
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 3), other))
			.isEqualTo(MeteringHouse.admitted(7, 7, 3));
		assertThat(this.house.admit(session, new Demand("more", "other", 5, Terms.DEFAULTS, null, Trace.NONE)))
			.isEqualTo(new Admission.Admitted(5, null));
		assertThat(this.house.admit(session, this.house.demand("extra", 2))).isEqualTo(MeteringHouse.admitted(2, 5, 5));
		session.end(Ending.returned());
		this.house.assertFigures(5, 0, 5);
	}

	@Test
	void refusedHoldGivesBackThoseBeforeIt() {
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 4), this.house.demand("second", 7)))
			.isInstanceOfSatisfying(Admission.Refused.class,
					(refused) -> assertThat(refused.refusal()).isInstanceOf(Refusal.InsufficientCredits.class));
		this.house.assertFigures(10, 0, 0);
		assertThat(session.isMetered()).isFalse();
		session.end(Ending.returned());
		this.house.assertFigures(10, 0, 0);
	}

	@Test
	void nestedCallJoinsUnlessItHasANameOfItsOwn() {
		MeteringSession session = this.house.admitted(4);
		assertThat(this.house.admit(session, this.house.demand("", 3))).isEqualTo(new Admission.Admitted(0, null));
		assertThat(this.house.admit(session, this.house.demand("extra", 3))).isEqualTo(MeteringHouse.admitted(3, 3, 7));
		assertThat(this.house.admit(session, this.house.demand("extra", 3))).isEqualTo(new Admission.Admitted(0, null));
		session.end(Ending.returned());
		this.house.assertFigures(3, 0, 7);
	}

	@Test
	void callWithoutDemandsIsFreeAndTakesEveryValue() {
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session)).isEqualTo(new Admission.Admitted(0, null));
		session.settle(100);
		session.end(Ending.returned());
		this.house.assertFigures(10, 0, 0);
		assertThat(this.house.store.sent).isEmpty();
	}

	@Test
	void freeCallNeedsAWalletAndAsksNothingOfTheStore() {
		MeteringSession session = this.house.sessions.begin();
		Demand nobody = new Demand("", null, 0, Terms.DEFAULTS, null, Trace.NONE);
		assertThat(this.house.admit(session, nobody)).isEqualTo(new Admission.WalletRequired());
		assertThat(this.house.admit(session, this.house.demand("", 0))).isEqualTo(new Admission.Admitted(0, null));
		assertThat(this.house.store.sent).isEmpty();
	}

	@Test
	void nameThatNoWalletCanHaveIsNoWallet() {
		Demand odd = new Demand("", "x".repeat(300), 1, Terms.DEFAULTS, null, Trace.NONE);
		assertThat(this.house.admit(this.house.sessions.begin(), odd)).isEqualTo(new Admission.WalletRequired());
	}

	@Test
	void singleCallCostsAtMostTheLimitAllHoldsTogether() {
		try (MeteringHouse limited = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE,
				MeteringOptions.Settle.ASYNC, 5, 0, Duration.ofMinutes(1)))) {
			MeteringSession session = limited.sessions.begin();
			assertThat(limited.admit(session, limited.demand("a", 3), limited.demand("b", 3)))
				.isEqualTo(new Admission.CostLimit(6, 5));
			assertThat(limited.admit(session, limited.demand("a", 5))).isEqualTo(MeteringHouse.admitted(5, 5, 5));
			assertThat(limited.admit(session, limited.demand("b", 1))).isEqualTo(new Admission.CostLimit(6, 5));
		}
	}

	@Test
	void partsThatBeginAtOnceCostAtMostTheLimitTogether() {
		try (MeteringHouse limited = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE,
				MeteringOptions.Settle.ASYNC, 5, 0, Duration.ofMinutes(1)))) {
			MeteringSession session = limited.sessions.begin();
			CompletableFuture<Void> gate = new CompletableFuture<>();
			limited.store.gate.set(gate);
			CompletableFuture<Admission> first = session.admit(List.of(limited.demand("a", 4))).toCompletableFuture();
			assertThat(session.admit(List.of(limited.demand("b", 4))).toCompletableFuture())
				.isCompletedWithValue(new Admission.CostLimit(8, 5));
			gate.complete(null);
			assertThat(first.join()).isEqualTo(MeteringHouse.admitted(4, 6, 4));
			assertThat(limited.admit(session, limited.demand("b", 1))).isEqualTo(MeteringHouse.admitted(1, 5, 5));
			assertThat(limited.admit(session, limited.demand("c", 1))).isEqualTo(new Admission.CostLimit(6, 5));
		}
	}

	@Test
	void partThatWasNotHeldLeavesItsCostToOthers() {
		try (MeteringHouse limited = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE,
				MeteringOptions.Settle.ASYNC, 5, 0, Duration.ofMinutes(1)))) {
			limited.admitted(5);
			limited.admitted(1);
			MeteringSession session = limited.sessions.begin();
			assertThat(limited.admit(session, limited.demand("a", 1), limited.demand("b", 4)))
				.isInstanceOf(Admission.Refused.class);
			limited.store.cut = (command) -> true;
			assertThat(limited.admit(session, limited.demand("a", 5))).isInstanceOf(Admission.Unavailable.class);
			limited.store.cut = (command) -> false;
			assertThat(limited.admit(session, limited.demand("a", 4))).isEqualTo(MeteringHouse.admitted(4, 0, 4));
		}
	}

	@Test
	void singleCallIsChargedAtMostTheLimitWhateverItSaysOfItsUse() {
		try (MeteringHouse limited = house(new MeteringOptions(MeteringOptions.Mode.ENFORCE,
				MeteringOptions.Settle.ASYNC, 7, 0, Duration.ofMinutes(1)))) {
			limited.terms(Overrun.AVAILABLE, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
			MeteringSession session = limited.sessions.begin();
			limited.admit(session, limited.demand("a", 3), limited.demand("b", 2));
			session.named("a").settle(4);
			session.named("b").settle(9);
			session.end(Ending.returned());
			limited.assertFigures(3, 0, 7);
			assertThat(limited.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 4, 0),
					new Settlement(Settlement.Kind.CHARGED, 3, 6));
		}
	}

	@Test
	void holdThatArrivesAfterTheEndIsSettledAsTheCallEnded() {
		for (Ending ending : List.of(Ending.failed(), Ending.returned())) {
			CompletableFuture<Void> gate = new CompletableFuture<>();
			this.house.store.gate.set(gate);
			MeteringSession session = this.house.sessions.begin();
			CompletableFuture<Admission> admission = session.admit(List.of(this.house.demand("", 4)))
				.toCompletableFuture();
			session.end(ending);
			gate.complete(null);
			assertThat(admission.join()).isInstanceOf(Admission.Admitted.class);
		}
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void holdThatArrivesAfterTheClientHasLeftIsGivenBack() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.house.store.gate.set(gate);
		MeteringSession session = this.house.sessions.begin();
		CompletableFuture<Admission> admission = session.admit(List.of(this.house.demand("", 4))).toCompletableFuture();
		session.end(Ending.disconnected(200));
		gate.complete(null);
		assertThat(admission.join()).isInstanceOf(Admission.Admitted.class);
		this.house.assertFigures(10, 0, 0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void holdThatNobodyWaitsForIsGivenBack(boolean ended) {
		MeteringSession session = this.house.admitted(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.house.store.gate.set(gate);
		AtomicBoolean left = new AtomicBoolean();
		CompletionStage<Admission> admission = session.admit(List.of(this.house.demand("extra", 3)), left::get);
		left.set(true);
		if (ended) {
			session.end(Ending.returned());
		}
		gate.complete(null);
		assertThat(admission.toCompletableFuture().join()).isEqualTo(new Admission.Admitted(0, null));
		session.end(Ending.returned());
		this.house.assertFigures(9, 0, 1);
	}

	@Test
	void callBesideOneThatWasLeftHoldsForItself() {
		MeteringSession session = this.house.admitted(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.house.store.gate.set(gate);
		session.admit(List.of(this.house.demand("extra", 3)), () -> true);
		CompletableFuture<Admission> second = session.admit(List.of(this.house.demand("extra", 2)))
			.toCompletableFuture();
		gate.complete(null);
		assertThat(second.join()).isEqualTo(MeteringHouse.admitted(2, 7, 3));
		session.end(Ending.returned());
		this.house.assertFigures(7, 0, 3);
	}

	@Test
	void callsThatBeginAtOnceUnderOneNameHoldOnce() {
		MeteringSession session = this.house.admitted(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.house.store.gate.set(gate);
		CompletableFuture<Admission> first = session.admit(List.of(this.house.demand("extra", 3)))
			.toCompletableFuture();
		CompletableFuture<Admission> second = session.admit(List.of(this.house.demand("extra", 3)))
			.toCompletableFuture();
		gate.complete(null);
		assertThat(first.join()).isEqualTo(MeteringHouse.admitted(3, 6, 4));
		assertThat(second.join()).isEqualTo(new Admission.Admitted(0, null));
		session.end(Ending.returned());
		this.house.assertFigures(6, 0, 4);
	}

	@Test
	void callBesideARefusedOneOfItsNameHoldsForItself() {
		MeteringSession session = this.house.admitted(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.house.store.gate.set(gate);
		CompletableFuture<Admission> first = session.admit(List.of(this.house.demand("extra", 30)))
			.toCompletableFuture();
		CompletableFuture<Admission> second = session.admit(List.of(this.house.demand("extra", 3)))
			.toCompletableFuture();
		gate.complete(null);
		assertThat(first.join()).isInstanceOf(Admission.Refused.class);
		assertThat(second.join()).isEqualTo(MeteringHouse.admitted(3, 6, 4));
		session.end(Ending.returned());
		this.house.assertFigures(6, 0, 4);
	}

	@ParameterizedTest
	@CsvSource({ ",,5", ",2,7", "1,,1", "1,2,3" })
	void callThatLivesTooLongIsChargedAsIfItHadEnded(Long settled, Long added, long charged) {
		try (MeteringHouse old = new MeteringHouse(new MeteringOptions(MeteringOptions.Mode.ENFORCE,
				MeteringOptions.Settle.ASYNC, 100, 0, Duration.ofMillis(200)), 0)) {
			old.terms(Overrun.AVAILABLE, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
			old.sessions.stop();
			MeteringSession session = old.admitted(5);
			if (settled != null) {
				session.settle(settled);
			}
			if (added != null) {
				session.addCost(added);
			}
			old.sessions.start();
			old.assertFiguresBecome(10 - charged, 0, charged);
		}
	}

	@Test
	void responseIsKeptUnderTheKeyThatTheFirstHoldClaims() {
		HttpClaim claim = new HttpClaim("key", Bytes.of(new byte[32]));
		Bytes response = Bytes.of((byte) 1, (byte) 2);
		MeteringSession session = this.house.sessions.begin();
		this.house.admit(session, this.house.demand("", 1, claim), this.house.demand("second", 1));
		assertThat(session.isResponseWanted()).isTrue();
		MeteringSession other = this.house.sessions.begin();
		assertThat(this.house.admit(other, this.house.demand("", 1, claim))).isInstanceOfSatisfying(
				Admission.Refused.class,
				(refused) -> assertThat(refused.refusal()).isInstanceOf(Refusal.HttpKeyInFlight.class));
		session.end(Ending.responded(200).response(response));
		assertThat(this.house.admit(other, this.house.demand("", 1, claim)))
			.isInstanceOfSatisfying(Admission.Refused.class, (refused) -> assertThat(refused.refusal())
				.isEqualTo(new Refusal.HttpKeyAnswered(MeteringHouse.WALLET, "key", response)));
		this.house.assertFigures(8, 0, 2);
	}

	@Test
	void freeCallClaimsItsKeyAndFailedCallFreesIt() {
		HttpClaim claim = new HttpClaim("key", Bytes.of(new byte[32]));
		MeteringSession session = this.house.sessions.begin();
		assertThat(this.house.admit(session, this.house.demand("", 0, claim)))
			.isEqualTo(MeteringHouse.admitted(0, 10, 0));
		assertThat(session.isResponseWanted()).isTrue();
		session.end(Ending.failed());
		MeteringSession again = this.house.sessions.begin();
		assertThat(this.house.admit(again, this.house.demand("", 0, claim))).isInstanceOf(Admission.Admitted.class);
		again.end(Ending.responded(200));
		this.house.assertFigures(10, 0, 0);
	}

	@ParameterizedTest
	@EnumSource(Overrun.class)
	void freeCallWithAKeyChargesNothingWhateverItSaysOfItsUse(Overrun overrun) {
		this.house.terms(overrun, LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE);
		HttpClaim claim = new HttpClaim("key", Bytes.of(new byte[32]));
		Bytes response = Bytes.of((byte) 1, (byte) 2);
		MeteringSession session = this.house.sessions.begin();
		this.house.admit(session, this.house.demand("", 0, claim));
		session.settle(5);
		session.addCost(1);
		session.end(Ending.responded(200).response(response));
		this.house.assertFigures(10, 0, 0);
		assertThat(this.house.heard.settlements).containsExactly(new Settlement(Settlement.Kind.CHARGED, 0, 0));
		assertThat(this.house.admit(this.house.sessions.begin(), this.house.demand("", 0, claim)))
			.isInstanceOfSatisfying(Admission.Refused.class, (refused) -> assertThat(refused.refusal())
				.isEqualTo(new Refusal.HttpKeyAnswered(MeteringHouse.WALLET, "key", response)));
	}

}
