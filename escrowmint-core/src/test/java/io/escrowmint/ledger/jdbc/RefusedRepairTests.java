package io.escrowmint.ledger.jdbc;

import java.util.Map;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.ledger.WalletCheck;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.TopUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comparison and repair make of wallets with entries that the database refuses.
 */
@Timeout(120)
class RefusedRepairTests extends RepairFixture {

	private static final long LIMIT = 50;

	private static final Figures BOTH = new Figures(65, 0, 0, 15, 80, 0);

	@Test
	void theDifferenceIsExplainedAndTheWalletIsNeitherBrokenNorFenced() throws Exception {
		this.rig.refuseAbove(LIMIT);
		live();
		WalletCheck check = assertVerdict(Verdict.REFUSED);
		assertThat(check.explanation()).contains("2 entries wait", "SQLState 23");
		assertThat(check.ledger()).isNotNull().returns(3L, (ledger) -> ledger.seq());
		assertThat(check.store().seq()).isEqualTo(5);
		assertThat(this.rig.verifier().verifyDeeply(WALLET).verdict()).isEqualTo(Verdict.REFUSED);
		ReconcileReport report = this.rig.reconciler().verifyAll();
		assertThat(report.count(Verdict.REFUSED)).isEqualTo(1);
		assertThat(report.broken()).isEmpty();
		assertThat(this.rig.figures(WALLET)).isEqualTo(BOTH);
	}

	@Test
	void anOperatorLandsItOnceTheDatabaseTakesIt() throws Exception {
		this.rig.refuseAbove(LIMIT);
		live();
		this.rig.pump().stop();
		assertThat(repair(RepairMode.DRY_RUN).outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REFUSED);
		this.rig.refuseNothing();
		assertThat(this.rig.reconciler().repairAll(RepairMode.DRY_RUN).count(Outcome.RELANDABLE)).isEqualTo(1);
		assertVerdict(Verdict.REFUSED);
		assertThat(this.rig.reconciler().repairAll(RepairMode.AUTOMATIC).count(Outcome.RELANDED)).isEqualTo(1);
		assertVerdict(Verdict.EQUAL);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.SOUND);
	}

	@Test
	void aLostWalletIsRebuiltWithWhatTheDatabaseRefusesAndAllOfItLandsInTheEnd() throws Exception {
		this.rig.refuseAbove(LIMIT);
		live();
		this.rig.flush();
		assertThat(assertVerdict(Verdict.LOST).explanation()).contains("2 entries wait");
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lostEvents()).isEqualTo(5);
		assertThat(this.rig.figures(WALLET)).isEqualTo(BOTH);
		assertThat(this.rig.apply(Consume.of(WALLET, 10).key("behind")).replayed()).isTrue();
		awaiting().until(() -> this.rig.ledger().refused().count() == 3);
		assertVerdict(Verdict.REFUSED);
		this.rig.refuseNothing();
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
		assertThat(this.rig.ledger().refused().count()).isZero();
		assertThat(this.rig.ledger().entries(WALLET, LedgerKey.BEGINNING, 9))
			.extracting((entry) -> entry.event().type())
			.containsExactly(EventType.CREATED, EventType.TOPPED_UP, EventType.CONSUMED, EventType.TOPPED_UP,
					EventType.CONSUMED, EventType.REBUILT);
		assertThat(this.rig.findings()).allMatch(LedgerFinding.Refusal.class::isInstance);
	}

	@Test
	void aStoreThatLostOnlyWhatWasRefusedIsBehindAndGetsItBack() throws Exception {
		this.rig.refuseAbove(LIMIT);
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 5));
		this.rig.awaitLanded(WALLET);
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 10).key("behind"));
		awaiting().until(() -> this.rig.ledger().refused().count() == 2);
		this.rig.fallBackTo(copy);
		assertVerdict(Verdict.BEHIND);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(result.lost()).isEqualTo(new Figures(30, 0, 0, 10, 40, 0));
		assertThat(this.rig.figures(WALLET)).isEqualTo(BOTH);
	}

	@Test
	void whatAStoreToldAnewOfARefusedWalletIsCarriedOver() throws Exception {
		this.rig.refuseAbove(LIMIT);
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 5));
		this.rig.awaitLanded(WALLET);
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 10).key("behind"));
		awaiting().until(() -> this.rig.ledger().refused().count() == 2);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 3));
		awaiting().until(() -> this.rig.ledger().refused().count() == 3);
		assertVerdict(Verdict.DIVERGED);
		RepairResult result = repair(RepairMode.AUTOMATIC);
		assertThat(result.outcome()).as(result.explanation()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(62, 0, 0, 18, 80, 0));
		this.rig.refuseNothing();
		this.rig.awaitLanded(WALLET);
		assertVerdict(Verdict.EQUAL);
	}

	@Test
	void aWalletOfWhichNothingEverLandedIsNotForgotten() throws Exception {
		this.rig.refuseAbove(-1);
		this.rig.apply(TopUp.of(WALLET, 40));
		awaiting().until(() -> this.rig.ledger().refused().count() == 2);
		assertThat(assertVerdict(Verdict.REFUSED).ledger()).isNull();
		this.rig.flush();
		assertThat(this.rig.reconciler().verifyAll().count(Verdict.LOST)).isEqualTo(1);
		assertThat(this.rig.reconciler().repairAll(RepairMode.AUTOMATIC).count(Outcome.REBUILT)).isEqualTo(1);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(40, 0, 0, 0, 40, 0));
	}

	/**
	 * Of five events the last two are refused: they leave more granted than the limit.
	 */
	private void live() {
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 5));
		this.rig.awaitLanded(WALLET);
		this.rig.apply(TopUp.of(WALLET, 40));
		this.rig.apply(Consume.of(WALLET, 10).key("behind"));
		awaiting().until(() -> this.rig.ledger().refused().count() == 2);
	}

}
