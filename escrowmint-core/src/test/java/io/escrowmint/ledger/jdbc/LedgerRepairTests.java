package io.escrowmint.ledger.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.escrowmint.contract.Calls;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.ledger.WalletCheck;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.Partitions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every way in which a store can come to know less than its ledger, or something else,
 * and what becomes of the credits.
 */
@Timeout(120)
class LedgerRepairTests extends RepairFixture {

	private static final Duration TTL = Duration.ofHours(1);

	@Test
	void aSoundWalletIsEqualAndWhatHasNotLandedIsAhead() {
		live();
		assertVerdict(Verdict.EQUAL);
		assertThat(this.rig.verifier().verifyDeeply(WALLET).verdict()).isEqualTo(Verdict.EQUAL);
		this.rig.pump().stop();
		this.rig.apply(Consume.of(WALLET, 1));
		assertVerdict(Verdict.AHEAD);
		assertThat(this.rig.verifier().verifyDeeply(WALLET).verdict()).isEqualTo(Verdict.AHEAD);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
		assertThat(this.rig.verifier().verify("nobody").verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void aLedgerThatComesAfterOtherReadersKnowsWalletsInFull() {
		this.rig.pump().stop();
		EventLog events = this.rig.store().events();
		Calls.await(events.deregister(RepairRig.SOURCE));
		Calls.await(events.register("another"));
		this.rig.apply(TopUp.of(WALLET, 50));
		this.rig.apply(Reserve.of(WALLET, 20, TTL).id("r"));
		int partition = events.partitionOf(WALLET);
		List<EventFrame> frames = Calls.await(events.read(partition, null, 10));
		Calls.await(events.acknowledge("another", partition, frames.get(frames.size() - 1).position()));
		this.rig.pump().start();
		awaitReader();
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		assertThat(this.rig.findings()).isEmpty();
		assertThat(this.rig.verifier().verifyDeeply(WALLET).verdict()).isEqualTo(Verdict.EQUAL);
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(29, 20, 0, 1, 50, 0));
		assertThat(this.rig.apply(Commit.of(WALLET, "r")).applied()).isTrue();
	}

	@ParameterizedTest(name = "while the pump rests {0}")
	@ValueSource(booleans = { true, false })
	void whatTheDatabaseHasLostIsToldInFullAtTheNextChange(boolean rests) {
		EventLog events = this.rig.store().events();
		int partition = events.partitionOf(WALLET);
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.awaitLanded(WALLET);
		Runnable restore = this.rig.backup();
		this.rig.apply(Consume.of(WALLET, 10));
		this.rig.apply(Reserve.of(WALLET, 20, TTL).id("r"));
		this.rig.awaitLanded(WALLET);
		awaiting().until(() -> Calls.await(events.length(partition)) == 0);
		if (rests) {
			this.rig.pump().stop();
		}
		restore.run();
		assertVerdict(Verdict.UNTOLD);
		this.rig.pump().start();
		awaiting().until(() -> !this.rig.setbacks().isEmpty());
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		assertThat(this.rig.setbacks()).containsExactly(partition);
		assertThat(this.rig.findings()).isEmpty();
		assertThat(this.rig.ledger().entries(WALLET, LedgerKey.BEGINNING, 10))
			.extracting((entry) -> entry.event().type())
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.SNAPSHOT, EventType.CONSUMED,
					EventType.CONSUMED);
		assertThat(this.rig.verifier().verifyDeeply(WALLET).explanation()).startsWith("both are at")
			.doesNotContain(";");
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(68, 20, 0, 12, 100, 0));
		assertThat(this.rig.apply(Commit.of(WALLET, "r")).applied()).isTrue();
	}

	@ParameterizedTest(name = "changed before that is seen {0}, and after that {1}")
	@CsvSource({ "no, false", "no, true", "yes, false", "yes, true", "in full, false", "in full, true" })
	void aRebuiltWalletCountsOnceWhenTheDatabaseGoesBackBehindItsRebuild(String told, boolean after) {
		boolean before = !told.equals("no");
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(Consume.of(WALLET, 40));
		this.rig.apply(Reserve.of(WALLET, 20, TTL).id("r"));
		this.rig.awaitLanded(WALLET);
		Runnable restore = this.rig.backup();
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.awaitLanded(WALLET);
		EventLog events = this.rig.store().events();
		awaiting().until(() -> Calls.await(events.length(events.partitionOf(WALLET))) == 0);
		this.rig.pump().stop();
		restore.run();
		assertVerdict(Verdict.UNTOLD);
		if (told.equals("in full")) {
			Calls.await(events.register("late"));
		}
		if (before) {
			this.rig.apply(Consume.of(WALLET, 1));
			assertThat(this.rig.verifier().verify(WALLET).verdict().isBroken()).isFalse();
		}
		this.rig.pump().start();
		awaiting().until(() -> !this.rig.setbacks().isEmpty());
		if (after) {
			this.rig.apply(Consume.of(WALLET, 1));
		}
		if (before || after) {
			this.rig.awaitLanded(WALLET);
		}
		assertThat(this.rig.verifier().verifyDeeply(WALLET).verdict())
			.isEqualTo((before || after) ? Verdict.EQUAL : Verdict.UNTOLD);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
		int spent = 40 + (before ? 1 : 0) + (after ? 1 : 0);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(80 - spent, 20, 0, spent, 100, 0));
		this.rig.flush();
		if (after) {
			assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
			assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(80 - spent, 20, 0, spent, 100, 0));
			assertThat(this.rig.apply(Commit.of(WALLET, "r")).applied()).isTrue();
		}
	}

	@Test
	void aComparisonInFullSaysIfEntriesAreMissing() {
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(Reserve.of(WALLET, 20, TTL).id("r"));
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		this.rig.forget(WALLET, 3);
		WalletCheck check = this.rig.verifier().verifyDeeply(WALLET);
		assertThat(check.verdict()).isEqualTo(Verdict.EQUAL);
		assertThat(check.explanation()).contains("does not have all events of the wallet", "cannot be compared");
	}

	@Test
	void aLostWalletIsRebuiltAndReportedToTheCredit() {
		live();
		Figures before = this.rig.figures(WALLET);
		this.rig.flush();
		assertVerdict(Verdict.LOST);
		RepairResult dry = repair(RepairMode.DRY_RUN);
		assertThat(dry.outcome()).isEqualTo(Outcome.REBUILDABLE);
		assertThat(dry.after()).isEqualTo(before);
		assertVerdict(Verdict.LOST);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lostEvents()).isEqualTo(6);
		assertThat(result.lost()).isEqualTo(before);
		assertThat(result.carried()).isEqualTo(Figures.ZERO);
		assertThat(this.rig.figures(WALLET)).isEqualTo(before).isEqualTo(new Figures(50, 20, 15, 15, 100, 0));
		assertThat(this.rig.apply(Consume.of(WALLET, 10).key("c")).replayed()).isTrue();
		assertThat(this.rig.apply(Commit.of(WALLET, "r")).applied()).isTrue();
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
	}

	@Test
	void aWalletThatClientsCreatedAnewGetsItsOldCreditsBack() {
		live();
		this.rig.flush();
		awaitReader();
		this.rig.apply(TopUp.of(WALLET, 7));
		this.rig.apply(Consume.of(WALLET, 3));
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.RECREATED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lostEvents()).isEqualTo(6);
		assertThat(result.carried()).isEqualTo(new Figures(4, 0, 0, 3, 7, 0));
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(54, 20, 15, 18, 107, 0));
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
		assertStatementAddsUp();
	}

	@Test
	void aSecondLifeThatWasNeverToldIsCarriedOverFromTheStore() {
		live();
		this.rig.pump().stop();
		this.rig.flush();
		this.rig.apply(TopUp.of(WALLET, 7));
		this.rig.apply(Reserve.of(WALLET, 2, TTL).id("new"));
		assertVerdict(Verdict.RECREATED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(55, 22, 15, 15, 107, 0));
		this.rig.pump().start();
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
		assertStatementAddsUp();
	}

	@Test
	void aStoreThatFellBehindIsBroughtForward() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30).key("lost"));
		this.rig.apply(Commit.of(WALLET, "r").actual(5));
		this.rig.awaitLanded(WALLET);
		Figures before = this.rig.figures(WALLET);
		this.rig.fallBackTo(copy);
		assertVerdict(Verdict.BEHIND);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lostEvents()).isEqualTo(2);
		assertThat(result.lost()).isEqualTo(new Figures(-15, -20, 0, 35, 0, 0));
		assertThat(this.rig.figures(WALLET)).isEqualTo(before);
		assertThat(this.rig.apply(Consume.of(WALLET, 30).key("lost")).replayed()).isTrue();
		assertThat(this.rig.apply(Commit.of(WALLET, "r").actual(5)).replayed()).isTrue();
	}

	@Test
	void aStoreThatWentItsOwnWayIsFencedAndBothWaysCount() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30));
		this.rig.apply(Consume.of(WALLET, 1).key("again"));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 1).key("again"));
		this.rig.apply(TopUp.of(WALLET, 4));
		Awaitility.await().until(() -> this.rig.findings().size() >= 3);
		assertVerdict(Verdict.DIVERGED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lostEvents()).isEqualTo(2);
		assertThat(result.lost()).isEqualTo(new Figures(-31, 0, 0, 31, 0, 0));
		assertThat(result.remarks()).hasSize(1);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(0, 20, 15, 86, 104, 17));
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
		assertStatementAddsUp();
	}

	@Test
	void whatIsToldInFullForAnotherReaderCountsOnce() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 40));
		Calls.await(this.rig.store().events().register("another"));
		this.rig.apply(Consume.of(WALLET, 1));
		awaiting().until(() -> this.rig.findings().size() >= 3);
		assertVerdict(Verdict.DIVERGED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(0, 20, 15, 86, 100, 21));
	}

	@Test
	void aWalletThatWasJustRebuiltIsAheadHoweverLongItsRebuildTakesToLand() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 10));
		awaiting().until(() -> !this.rig.findings().isEmpty());
		assertVerdict(Verdict.DIVERGED);
		this.rig.pump().stop();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertVerdict(Verdict.AHEAD);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
		this.rig.pump().start();
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
	}

	@Test
	void aDivergenceIsCountedOnceHoweverOftenTheStoreIsLost() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 10));
		Awaitility.await().until(() -> !this.rig.findings().isEmpty());
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.awaitLanded(WALLET);
		Figures figures = this.rig.figures(WALLET);
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(figures);
	}

	@Test
	void aLifeThatWasOverAndComesBackIsOver() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.apply(Consume.of(WALLET, 9));
		this.rig.awaitLanded(WALLET);
		Figures figures = this.rig.figures(WALLET);
		this.rig.fallBackTo(copy);
		assertVerdict(Verdict.BEHIND);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(figures);
	}

	@Test
	void aLaterLifeThatWasOverAndComesBackIsOver() {
		live();
		this.rig.flush();
		awaitReader();
		this.rig.apply(TopUp.of(WALLET, 45));
		for (int consumed = 0; consumed < 5; consumed++) {
			this.rig.apply(Consume.of(WALLET, 1));
		}
		this.rig.awaitLanded(WALLET);
		Map<byte[], byte[]> copy = this.rig.copy();
		assertVerdict(Verdict.RECREATED);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.awaitLanded(WALLET);
		Figures figures = this.rig.figures(WALLET);
		this.rig.fallBackTo(copy);
		assertVerdict(Verdict.BEHIND);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(figures);
	}

	@Test
	void whatCannotBeToldStaysFencedUntilAnOperatorDecides() {
		live();
		byte[] key = stateKey();
		byte[] state = this.rig.raw().get(key);
		this.rig.apply(TopUp.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		byte[] later = this.rig.raw().get(key);
		this.rig.pump().stop();
		// the number of the last event, the figures of the one before
		byte[] forged = state.clone();
		forged[seqAt()]++;
		forged[writtenAt()]++;
		assertThat(later[seqAt()]).isEqualTo(forged[seqAt()]);
		assertThat(later[writtenAt()]).isEqualTo(forged[writtenAt()]);
		this.rig.raw().set(key, forged);
		assertVerdict(Verdict.DIFFERENT);
		this.rig.pump().start();
		List<LedgerPosition> positions = positions();
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).isEqualTo(Outcome.UNDECIDED);
		assertThat(positions()).isEqualTo(positions);
		assertThat(result.explanation()).contains("available is 50 in the store and 51 in the ledger");
		assertThatExceptionOfType(WalletFencedException.class).isThrownBy(() -> this.rig.apply(TopUp.of(WALLET, 1)));
		assertThat(repair(RepairMode.FROM_LEDGER).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(51, 20, 15, 15, 101, 0));
	}

	/**
	 * Flags, then the number of the last event, in five bytes.
	 */
	private static int seqAt() {
		return 1 + 1 + 4;
	}

	/**
	 * Behind flags, this number, three of nine bytes and the epoch: leased, granted,
	 * debt, leases and spilled, each one byte here; then the last event that was written.
	 */
	private static int writtenAt() {
		return 1 + 1 + 5 + 3 * 9 + 9 + 5;
	}

	@Test
	void aFenceOfAnOperatorStays() {
		live();
		this.rig.store().recovery().fence(WALLET, "under investigation").toCompletableFuture().join();
		List<LedgerPosition> positions = positions();
		assertVerdict(Verdict.FENCED);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.UNDECIDED);
		assertVerdict(Verdict.FENCED);
		assertThat(positions()).as("no pump is sent away").isEqualTo(positions);
	}

	@Test
	void aFenceThatADeadProcessLeftIsTakenAway() {
		live();
		this.rig.store().recovery().fence(WALLET, "repair: LOST").toCompletableFuture().join();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
		assertVerdict(Verdict.EQUAL);
	}

	@Test
	void aWalletThatCannotBeReadIsRebuilt() {
		live();
		Figures before = this.rig.figures(WALLET);
		for (String garbage : List.of("garbage", "")) {
			this.rig.raw().set(stateKey(), garbage.getBytes(StandardCharsets.UTF_8));
			assertVerdict(garbage.isEmpty() ? Verdict.LOST : Verdict.DAMAGED);
			assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
			assertThat(this.rig.figures(WALLET)).isEqualTo(before);
			this.rig.awaitLanded(WALLET);
		}
	}

	@Test
	void nothingIsRebuiltBeforeAllThatWasToldHasLanded() {
		live();
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 30));
		this.rig.awaitLanded(WALLET);
		this.rig.pump().stop();
		this.rig.fallBackTo(copy);
		assertVerdict(Verdict.BEHIND);
		this.rig.apply(Consume.of(WALLET, 2));
		this.rig.apply(Consume.of(WALLET, 2));
		CompletableFuture<RepairResult> waiting = CompletableFuture.supplyAsync(() -> this.rig.repair()
			.repair(this.rig.verifier().verifyDeeply(WALLET).wallet(), RepairMode.AUTOMATIC));
		assertThat(this.rig.ledger().wallet(WALLET).orElseThrow().seq()).isEqualTo(7);
		this.rig.pump().start();
		Awaitility.await().until(() -> !this.rig.findings().isEmpty());
		waiting.join();
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).isIn(Outcome.REBUILT, Outcome.SOUND);
		assertThat(this.rig.figures(WALLET).spent()).isEqualTo(15 + 30 + 4);
	}

	@Test
	void aBackupFromBeforeTheLedgerThatToldAllOfItselfIsForAnOperator() {
		this.rig.pump().stop();
		this.rig.store().events().deregister(RepairRig.SOURCE).toCompletableFuture().join();
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(Consume.of(WALLET, 10));
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.pump().start();
		awaitReader();
		this.rig.apply(Consume.of(WALLET, 5));
		this.rig.apply(Consume.of(WALLET, 50));
		this.rig.awaitLanded(WALLET);
		this.rig.pump().stop();
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.pump().start();
		awaitReader();
		this.rig.apply(Consume.of(WALLET, 2));
		awaiting().until(() -> this.rig.findings().size() >= 2);
		assertVerdict(Verdict.DIVERGED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).isEqualTo(Outcome.UNDECIDED);
		assertThat(result.explanation()).contains("told all of its own way at once");
		assertThat(repair(RepairMode.FROM_LEDGER).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(33, 0, 0, 67, 100, 0));
	}

	@Test
	void ofManyRepairsOneRebuilds() {
		live();
		Figures before = this.rig.figures(WALLET);
		this.rig.flush();
		List<CompletableFuture<RepairResult>> repairs = IntStream.range(0, 6)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> repair(RepairMode.AUTOMATIC)))
			.toList();
		assertThat(repairs.stream().map(CompletableFuture::join)).extracting(RepairResult::outcome)
			.containsOnlyOnce(Outcome.REBUILT)
			.isSubsetOf(Outcome.REBUILT, Outcome.REBUILT_ELSEWHERE, Outcome.SOUND);
		assertThat(this.rig.figures(WALLET)).isEqualTo(before);
	}

	private void live() {
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(Consume.of(WALLET, 10).key("c"));
		this.rig.apply(Consume.of(WALLET, 5));
		this.rig.apply(Reserve.of(WALLET, 20, TTL).id("r"));
		this.rig.apply(AllocateLease.of(WALLET, 15, TTL, "o").id("l"));
		this.rig.awaitLanded(WALLET);
	}

	private List<LedgerPosition> positions() {
		return this.rig.ledger().positions(RepairRig.SOURCE);
	}

	private byte[] stateKey() {
		return this.rig.raw().keys("*:w:w").get(0);
	}

	/** Each entry's figures are those of the one before it and its change. */
	private void assertStatementAddsUp() {
		List<WalletEvent> events = new ArrayList<>();
		for (LedgerEntry entry : this.rig.ledger().entries(WALLET, LedgerKey.BEGINNING, 1000)) {
			events.add(entry.event());
		}
		for (int i = 1; i < events.size(); i++) {
			WalletEvent event = events.get(i);
			if (event.type() == EventType.REBUILT) {
				Figures before = events.get(i - 1).after();
				assertThat(event.change().granted() + before.granted()).isEqualTo(event.after().granted());
				assertThat(event.change().spent() + before.spent()).isEqualTo(event.after().spent());
				assertThat(event.change().available() + before.available()).isEqualTo(event.after().available());
			}
		}
		assertThat(events).extracting(WalletEvent::type).contains(EventType.REBUILT);
		assertThat(Partitions.of(WALLET, 4)).isEqualTo(this.rig.store().events().partitionOf(WALLET));
	}

}
