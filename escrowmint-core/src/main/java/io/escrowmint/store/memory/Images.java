package io.escrowmint.store.memory;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;

/**
 * Wallets as images, and images as wallets.
 */
final class Images {

	private Images() {
	}

	static WalletImage of(MemoryWallet wallet, @Nullable String fence) {
		List<OpenClaim> open = Stream
			.<Claim>concat(wallet.holds.after(null).stream(), wallet.leases.after(null).stream())
			.sorted(Claim.ORDER)
			.map(Images::claim)
			.toList();
		return new WalletImage(wallet.name, WalletImage.Status.PRESENT, fence, wallet.epoch, wallet.seq,
				Instant.ofEpochMilli(wallet.changedAt), wallet.figures, open, List.of(), wallet.rebuilt);
	}

	/**
	 * Returns a wallet that is like an image, without an epoch and without events.
	 * @param image the image
	 * @return a new wallet
	 */
	static MemoryWallet toWallet(WalletImage image) {
		MemoryWallet wallet = new MemoryWallet(image.wallet());
		wallet.exists = true;
		wallet.figures = image.figures();
		for (OpenClaim claim : image.open()) {
			if (claim instanceof OpenClaim.Hold hold) {
				wallet.holds.put(new Hold(id(hold.id(), hold.callerNamed()), hold.amount(),
						hold.expiresAt().toEpochMilli(), hold.http()));
			}
			else {
				wallet.leases.put(lease((OpenClaim.Lease) claim));
			}
		}
		return wallet;
	}

	static OperationId id(String name, boolean callerNamed) {
		return new OperationId(name, callerNamed ? Origin.CALLER : Origin.LIBRARY);
	}

	private static Lease lease(OpenClaim.Lease lease) {
		return new Lease(id(lease.id(), lease.callerNamed()), lease.owner(), lease.requested(), lease.granted(),
				lease.consumed(), lease.reported(), lease.expiry(), lease.expiresAt().toEpochMilli());
	}

	private static OpenClaim claim(Claim claim) {
		if (claim instanceof Hold hold) {
			return new OpenClaim.Hold(hold.name(), hold.id().isCallerNamed(), hold.amount(), hold.expiresAt(),
					hold.http());
		}
		Lease lease = (Lease) claim;
		return new OpenClaim.Lease(lease.name(), lease.id().isCallerNamed(), lease.owner(), lease.requested(),
				lease.granted(), lease.consumed(), lease.reported(), lease.policy(), lease.expiresAt());
	}

}
