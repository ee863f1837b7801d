package io.escrowmint.metering;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a metered call may run. Whatever is not {@link Admitted} holds nothing.
 */
public sealed interface Admission {

	/**
	 * The call may run.
	 *
	 * @param cost what this call holds, all its holds together; 0 if it joined, is free
	 * or was let through without a hold
	 * @param balance of the wallet that pays for the first hold of the whole call; absent
	 * if nothing was asked about it now
	 */
	record Admitted(long cost, @Nullable Balance balance) implements Admission {

	}

	/**
	 * What one wallet has beside a call.
	 *
	 * @param available credits that are available beside all holds, as it was answered
	 * last
	 * @param held credits that the whole call holds of this wallet
	 */
	record Balance(long available, long held) {

	}

	/**
	 * Nobody pays for the call.
	 */
	record WalletRequired() implements Admission {

	}

	/**
	 * The call costs more than a single call may, by {@code escrowmint.metered.max-cost}.
	 *
	 * @param cost what it costs
	 * @param limit what it may cost
	 */
	record CostLimit(long cost, long limit) implements Admission {

	}

	/**
	 * The store refused: {@link Refusal.InsufficientCredits}, or for a call with an
	 * idempotency key {@link Refusal.HttpKeyInFlight}, {@link Refusal.HttpKeyReused} or
	 * {@link Refusal.HttpKeyAnswered}.
	 *
	 * @param refusal why
	 * @param available what the wallet has available
	 */
	record Refused(Refusal refusal, long available) implements Admission {

	}

	/**
	 * The store cannot be reached, did not answer in time, or cannot serve the wallet.
	 *
	 * @param cause why
	 */
	record Unavailable(EscrowMintException cause) implements Admission {

	}

}
