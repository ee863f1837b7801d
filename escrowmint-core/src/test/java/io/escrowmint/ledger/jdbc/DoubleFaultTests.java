package io.escrowmint.ledger.jdbc;

import java.util.Map;
import java.util.stream.Stream;

import io.escrowmint.contract.Calls;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Figures;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wallets for which more than one thing goes wrong: each credit counts once all the same.
 */
@Timeout(120)
class DoubleFaultTests extends RepairFixture {

	@Test
	void rebuildFromTheLedgerAloneCountsALostRebuildOnce() {
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(Consume.of(WALLET, 40));
		this.rig.awaitLanded(WALLET);
		Runnable restore = this.rig.backup();
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.awaitLanded(WALLET);
		awaitEmpty();
		restore.run();
		awaiting().until(() -> !this.rig.setbacks().isEmpty());
		Calls.await(this.rig.store().recovery().fence(WALLET, "by hand"));
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.UNDECIDED);
		assertThat(repair(RepairMode.FROM_LEDGER).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(60, 0, 0, 40, 100, 0));
	}

	@Test
	void whatARebuildHadCarriedIsNotCarriedAgainWhenTheLedgerHasLostTheRebuild() {
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.awaitLanded(WALLET);
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 30).key("order-1"));
		awaiting().until(() -> !this.rig.findings().isEmpty());
		awaitEmpty();
		Runnable restore = this.rig.backup();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.awaitLanded(WALLET);
		awaitEmpty();
		restore.run();
		awaiting().until(() -> !this.rig.setbacks().isEmpty());
		this.rig.apply(Consume.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		Figures before = this.rig.figures(WALLET);
		assertThat(before).isEqualTo(new Figures(68, 0, 0, 32, 100, 0));
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(before);
	}

	@Test
	void lifeThatBeganAnewAndThenWentItsOwnWayIsCountedInFull() {
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.awaitLanded(WALLET);
		this.rig.flush();
		awaitReader();
		this.rig.apply(TopUp.of(WALLET, 500));
		this.rig.awaitLanded(WALLET);
		Map<byte[], byte[]> copy = this.rig.copy();
		this.rig.apply(Consume.of(WALLET, 10));
		this.rig.awaitLanded(WALLET);
		this.rig.fallBackTo(copy);
		this.rig.apply(Consume.of(WALLET, 20));
		this.rig.apply(Consume.of(WALLET, 1));
		awaiting().until(() -> this.rig.findings().size() >= 2);
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(569, 0, 0, 31, 600, 0));
	}

	@Test
	void rebuildWaitsForWhatLandsAgainAfterTheDatabaseWentBack() {
		EventLog events = this.rig.store().events();
		int partition = events.partitionOf(WALLET);
		Calls.await(events.register("slow"));
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.awaitLanded(WALLET);
		Runnable restore = this.rig.backup();
		for (int i = 0; i < 4; i++) {
			this.rig.apply(Consume.of(WALLET, 10));
			this.rig.awaitLanded(WALLET);
		}
		String last = Calls.await(events.read(partition, LedgerPosition.BEGINNING, 100))
			.stream()
			.map(EventFrame::position)
			.reduce((former, later) -> later)
			.orElseThrow();
		awaiting().until(() -> Calls.await(events.readers(partition)).get(RepairRig.SOURCE).equals(last));
		this.rig.pump().stop();
		restore.run();
		byte[] state = this.rig.raw().keys("*:w:" + WALLET).get(0);
		this.rig.raw().set(state, new byte[] { 1 });
		assertVerdict(Verdict.DAMAGED);
		this.rig.pump().start();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		assertThat(this.rig.figures(WALLET)).isEqualTo(new Figures(60, 0, 0, 40, 100, 0));
	}

	@Test
	void repairDoesNotHideThatTheDatabaseWentBack() {
		String other = neighbour();
		this.rig.apply(TopUp.of(WALLET, 100));
		this.rig.apply(TopUp.of(other, 5));
		this.rig.awaitLanded(WALLET);
		this.rig.awaitLanded(other);
		this.rig.pump().stop();
		this.rig.flush();
		assertThat(repair(RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		Runnable restore = this.rig.backup();
		this.rig.pump().start();
		this.rig.awaitLanded(WALLET);
		awaitEmpty();
		this.rig.pump().stop();
		restore.run();
		assertThat(this.rig.repair().repair(other, RepairMode.AUTOMATIC).outcome()).isEqualTo(Outcome.REBUILT);
		this.rig.pump().start();
		awaiting().untilAsserted(
				() -> assertThat(this.rig.setbacks()).containsExactly(this.rig.store().events().partitionOf(WALLET)));
		this.rig.apply(TopUp.of(WALLET, 1));
		this.rig.awaitLanded(WALLET);
		assertThat(this.rig.figures(WALLET).granted()).isEqualTo(101);
	}

	private String neighbour() {
		EventLog events = this.rig.store().events();
		return Stream.iterate(0, (i) -> i + 1)
			.map((i) -> "neighbour" + i)
			.filter((wallet) -> events.partitionOf(wallet) == events.partitionOf(WALLET))
			.findFirst()
			.orElseThrow();
	}

	private void awaitEmpty() {
		EventLog events = this.rig.store().events();
		awaiting().until(() -> Calls.await(events.length(events.partitionOf(WALLET))) == 0);
	}

}
