package io.escrowmint.spring.actuate;

import java.util.List;
import java.util.Map;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.store.Sweeper;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of itself without asking the store.
 *
 * @param store where wallets are kept
 * @param partitions into how many partitions they are spread
 * @param sessions metered calls, if anything is metered
 * @param leases the leases of this process, if there are any
 * @param sweeper the sweeper, if the store needs one
 * @param circuits the circuits around the store, if there are any
 * @param diagnoses what is known of the server of the store
 */
public record EscrowMintFacts(String store, int partitions, @Nullable MeteringSessions sessions,
		@Nullable CreditLeases leases, @Nullable Sweeper sweeper, @Nullable StoreCircuits circuits,
		List<StoreDiagnosis> diagnoses) {

	EscrowMintSummary summary() {
		return new EscrowMintSummary(this.store, this.partitions, metering(), leasing(), sweeping(), circuitStates(),
				warnings());
	}

	Map<String, String> circuitStates() {
		return (this.circuits != null) ? this.circuits.states() : Map.of();
	}

	List<String> warnings() {
		return this.diagnoses.stream().flatMap((diagnosis) -> diagnosis.warnings().stream()).toList();
	}

	private EscrowMintSummary.@Nullable Metering metering() {
		return (this.sessions != null) ? new EscrowMintSummary.Metering(this.sessions.options().mode(),
				this.sessions.options().settle(), this.sessions.backlog()) : null;
	}

	private EscrowMintSummary.@Nullable Leasing leasing() {
		return (this.leases != null) ? new EscrowMintSummary.Leasing(this.leases.isRunning(), this.leases.exposure())
				: null;
	}

	private EscrowMintSummary.@Nullable Sweeping sweeping() {
		return (this.sweeper != null) ? new EscrowMintSummary.Sweeping(this.sweeper.isRunning(), this.sweeper.lag(),
				this.sweeper.reclaimed(), this.sweeper.failed()) : null;
	}

}
