package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.escrowmint.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as a ledger that has gone back.
 */
class PumpSetbacksTests {

	@RegisterExtension
	private final LogCapture logged = LogCapture.of(LedgerPump.class);

	private final LineLog log = new LineLog(3);

	private final List<PumpPartition> failed = new ArrayList<>();

	private final PumpPartition first = new PumpPartition(1, PumpOptions.DEFAULTS);

	private final PumpPartition second = new PumpPartition(2, PumpOptions.DEFAULTS);

	private final PumpSetbacks setbacks = new PumpSetbacks(this.log, new PumpTally(LedgerListener.NONE));

	@Test
	void whatAnotherProcessHasLandedIsNoSetback() {
		look("7-0", "7-0");
		look("7-0", "12-0");
		assertThat(this.log.retold()).isEmpty();
		assertThat(this.logged.lines(Level.WARN)).isEmpty();
	}

	@Test
	void whatTheLedgerHasNoMoreIsToldOnceMoreAndOnlyOnce() {
		look(Map.of(this.first, "7-0", this.second, "12-0"),
				List.of(new LedgerPosition(1, "5-0", 3), new LedgerPosition(2, "11-9", 3)));
		assertThat(this.log.retold()).containsExactlyInAnyOrder(1, 2);
		assertThat(this.logged.lines(Level.WARN)).singleElement().asString().contains("2 partition(s)");
		look("7-0", "5-0");
		assertThat(this.log.retold()).hasSize(2);
		look("8-0", "5-0");
		assertThat(this.log.retold()).hasSize(3);
	}

	@Test
	void aPartitionThatRefusesKeepsNoOtherWaiting() {
		this.log.refuseWrites(1);
		Map<PumpPartition, String> acknowledged = Map.of(this.first, "7-0", this.second, "12-0");
		for (int time = 0; time < 2; time++) {
			assertThat(this.setbacks.look(acknowledged, List.of(), (partition, ex) -> this.failed.add(partition)))
				.containsExactly(this.second);
		}
		assertThat(this.failed).containsExactly(this.first, this.first);
		assertThat(this.log.retold()).containsExactly(2);
		this.log.refuseWrites(-1);
		assertThat(this.setbacks.look(acknowledged, List.of(), (partition, ex) -> this.failed.add(partition)))
			.containsExactlyInAnyOrder(this.first, this.second);
		assertThat(this.log.retold()).containsExactly(2, 1);
	}

	@Test
	void aLedgerThatKnowsThePartitionNoMoreHasGoneBack() {
		look(Map.of(this.first, "7-0"), List.of());
		assertThat(this.log.retold()).containsExactly(1);
	}

	private void look(String acknowledged, String landed) {
		look(Map.of(this.first, acknowledged), List.of(new LedgerPosition(1, landed, 3)));
	}

	private void look(Map<PumpPartition, String> acknowledged, List<LedgerPosition> landed) {
		assertThat(this.setbacks.look(acknowledged, landed, (partition, ex) -> this.failed.add(partition)))
			.isEqualTo(acknowledged.keySet());
		assertThat(this.failed).isEmpty();
	}

}
