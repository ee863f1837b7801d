package io.escrowmint.store;

import java.time.Instant;
import java.util.List;

import io.escrowmint.model.Figures;
import org.jspecify.annotations.Nullable;

/**
 * All of a wallet at one moment: as a store keeps it, untouched, or as a ledger tells it.
 *
 * @param wallet the wallet
 * @param status whether there is such a wallet, and whether it can be read
 * @param fence why the wallet is fenced, absent if it is not
 * @param epoch marks the wallet's life; 0 if it is missing or cannot be read
 * @param seq number of its last event; 0 if it is missing or cannot be read
 * @param changedAt when it last changed; absent if it is missing or cannot be read
 * @param figures its figures; zero if it is missing or cannot be read
 * @param open its open holds and live leases, the expired ones that nobody touched
 * included, in order of expiry, then holds before leases, then by id
 * @param receipts what is remembered of finished operations; a store's own image has none
 * @param rebuilt of a store's own image: whether this life of the wallet began as a
 * rebuild of those before it, and not from nothing
 */
public record WalletImage(String wallet, Status status, @Nullable String fence, long epoch, long seq,
		@Nullable Instant changedAt, Figures figures, List<OpenClaim> open, List<WalletReceipt> receipts,
		boolean rebuilt) {

	public WalletImage {
		open = List.copyOf(open);
		receipts = List.copyOf(receipts);
	}

	/**
	 * Returns the image of a wallet that is not there.
	 * @param wallet the wallet
	 * @param fence why it is fenced, if it is
	 * @return the image
	 */
	public static WalletImage missing(String wallet, @Nullable String fence) {
		return new WalletImage(wallet, Status.MISSING, fence, 0, 0, null, Figures.ZERO, List.of(), List.of(), false);
	}

	/**
	 * Returns the image of a wallet of which something is left that cannot be read.
	 * @param wallet the wallet
	 * @param fence why it is fenced, if it is
	 * @param epoch its epoch, 0 if that cannot be read
	 * @param seq its seq, 0 if that cannot be read
	 * @return the image
	 */
	public static WalletImage damaged(String wallet, @Nullable String fence, long epoch, long seq) {
		return new WalletImage(wallet, Status.DAMAGED, fence, epoch, seq, null, Figures.ZERO, List.of(), List.of(),
				false);
	}

	/**
	 * Tells whether the figures keep the conservation law and agree with what is open.
	 * @return whether a store could keep this
	 */
	public boolean isSound() {
		return this.figures.isLawful() && this.figures.held() == sum(OpenClaim.Hold.class)
				&& this.figures.leased() == sum(OpenClaim.Lease.class);
	}

	private long sum(Class<? extends OpenClaim> kind) {
		return this.open.stream().filter(kind::isInstance).mapToLong(OpenClaim::amount).sum();
	}

	/** Whether there is something to read. */
	public enum Status {

		/** The wallet is there. */
		PRESENT,

		/** Nothing is known of the wallet. */
		MISSING,

		/** Something of the wallet is there, but cannot be read. */
		DAMAGED

	}

}
