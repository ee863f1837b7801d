package io.escrowmint.store;

import io.escrowmint.model.Figures;
import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet is to be from now on, and what it replaces.
 *
 * @param image the wallet; its epoch and time are those of the ledger's last entry, which
 * the rebuilt wallet goes beyond
 * @param replacedEpoch the epoch of what the store has now, 0 if that is missing or
 * cannot be read
 * @param replacedSeq the seq of what the store has now, 0 likewise
 * @param change what the event says of each figure's change: the difference to what the
 * ledger had last, so that its statement adds up
 * @param note what the event says beside it
 */
public record Rebuild(WalletImage image, long replacedEpoch, long replacedSeq, Figures change, @Nullable String note) {

	public Rebuild {
		if (image.status() != WalletImage.Status.PRESENT) {
			throw new InvalidRequestException("image", image.status(), "must be of a wallet that can be read");
		}
		if (!image.isSound()) {
			throw new InvalidRequestException("image", image.figures(),
					"must keep the conservation law and agree with its holds and leases");
		}
	}

}
