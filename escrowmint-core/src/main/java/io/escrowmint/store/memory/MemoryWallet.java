package io.escrowmint.store.memory;

import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * The state of one wallet. Guarded by the lock of its partition; changed only by a
 * {@link Touch}.
 */
final class MemoryWallet {

	final String name;

	final OpenClaims<Hold> holds = new OpenClaims<>();

	final OpenClaims<Lease> leases = new OpenClaims<>();

	Figures figures = Figures.ZERO;

	boolean exists;

	long epoch;

	/** Whether the life under this epoch began as a rebuild. */
	boolean rebuilt;

	/** Number of the last event, written or not. */
	long seq;

	/** Number of the last event that was written. */
	long writtenSeq;

	/** When the wallet last changed, in ms. */
	long changedAt = Long.MIN_VALUE;

	MemoryWallet(String name) {
		this.name = name;
	}

	/**
	 * Returns the claim that ends first.
	 * @return the claim, {@code null} if nothing is open
	 */
	@Nullable Claim earliest() {
		Hold hold = this.holds.earliest();
		Lease lease = this.leases.earliest();
		if (hold == null || lease == null) {
			return (hold != null) ? hold : lease;
		}
		return (Claim.ORDER.compare(hold, lease) <= 0) ? hold : lease;
	}

	/**
	 * Returns all open claims in order of reclaim, as a SNAPSHOT shows them.
	 * @return the entries
	 */
	List<WalletEvent.Claim> openClaims() {
		return Stream.<Claim>concat(this.holds.after(null).stream(), this.leases.after(null).stream())
			.sorted(Claim.ORDER)
			.map(Claim::toEntry)
			.toList();
	}

}
