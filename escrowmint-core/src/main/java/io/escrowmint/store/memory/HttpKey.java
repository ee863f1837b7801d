package io.escrowmint.store.memory;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered under an HTTP idempotency key.
 *
 * @param reservation the reservation that claimed it
 * @param fingerprint what stands for the request's payload
 * @param finished whether the answer is there, or the request still in flight
 * @param response the stored answer, if one was stored
 */
record HttpKey(String reservation, Bytes fingerprint, boolean finished, @Nullable Bytes response) implements Receipt {

	static HttpKey inFlight(String reservation, HttpClaim claim) {
		return new HttpKey(reservation, claim.fingerprint(), false, null);
	}

	static HttpKey answered(String reservation, HttpClaim claim, @Nullable Bytes response) {
		return new HttpKey(reservation, claim.fingerprint(), true, response);
	}

	boolean isInFlightFor(String id) {
		return !this.finished && this.reservation.equals(id);
	}

}
