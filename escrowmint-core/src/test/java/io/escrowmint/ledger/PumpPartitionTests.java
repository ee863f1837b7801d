package io.escrowmint.ledger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who lands a partition, by what the ledger says of it.
 */
class PumpPartitionTests {

	private final PumpPartition partition = new PumpPartition(0, PumpOptions.DEFAULTS);

	private final long now = System.nanoTime();

	@BeforeEach
	void begin() {
		this.partition.watch(new LedgerPosition(0, "5-0", 3), this.now);
		this.partition.synchronize("5-0", "5-0");
		assertThat(this.partition.cursor()).isEqualTo("5-0");
	}

	@Test
	void whatAnotherProcessLandsIsLeftToIt() {
		this.partition.watch(new LedgerPosition(0, "7-0", 4), this.now);
		assertThat(this.partition).returns(false, PumpPartition::isHosted).returns(null, PumpPartition::cursor);
		assertThat(this.partition.isDue(this.now + 1)).isFalse();
		this.partition.watch(new LedgerPosition(0, "7-0", 4), this.now);
		assertThat(this.partition.isDue(this.now + 1)).isTrue();
	}

	@Test
	void aRetractionIsNoLandingSoThatWhatWasReadIsReadAgainAtOnce() {
		this.partition.watch(new LedgerPosition(0, "5-0", 4), this.now);
		assertThat(this.partition).returns(true, PumpPartition::isHosted).returns(null, PumpPartition::cursor);
		assertThat(this.partition.fence()).isEqualTo(4);
		assertThat(this.partition.isDue(System.nanoTime())).isTrue();
	}

	@Test
	void whoeverLandedInVainBecauseOfARetractionIsBackWithTheNextLook() {
		this.partition.leave();
		this.partition.watch(new LedgerPosition(0, "5-0", 4), this.now);
		assertThat(this.partition.isDue(this.now + 1)).isTrue();
	}

}
