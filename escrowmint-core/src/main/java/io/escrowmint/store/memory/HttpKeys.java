package io.escrowmint.store.memory;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import org.jspecify.annotations.Nullable;

/**
 * The life of an HTTP idempotency key: claimed by a reserve, freed by cancel and expiry,
 * finished by a commit. A reservation never touches a key that is no longer its own.
 */
final class HttpKeys {

	private HttpKeys() {
	}

	/**
	 * Returns why a reserve cannot claim its key.
	 * @param touch the wallet
	 * @param command the command
	 * @return the refusal, {@code null} if nothing is in the way
	 */
	static @Nullable Refusal refusal(Touch touch, Reserve command) {
		HttpClaim claim = command.http();
		HttpKey known = (claim != null) ? find(touch, claim) : null;
		if (claim == null || known == null || known.isInFlightFor(command.id().value())) {
			return null;
		}
		Hold running = running(touch, known);
		if (running == null && !known.finished()) {
			return null;
		}
		if (!known.fingerprint().equals(claim.fingerprint())) {
			return new Refusal.HttpKeyReused(touch.name(), claim.key());
		}
		return (running != null) ? new Refusal.HttpKeyInFlight(touch.name(), claim.key(), running.expiresAt())
				: new Refusal.HttpKeyAnswered(touch.name(), claim.key(), known.response());
	}

	static void claim(Touch touch, Hold hold) {
		HttpClaim claim = hold.http();
		if (claim != null) {
			put(touch, claim, HttpKey.inFlight(hold.name(), claim));
		}
	}

	static void free(Touch touch, Hold hold) {
		HttpClaim claim = hold.http();
		if (claim == null) {
			return;
		}
		HttpKey known = find(touch, claim);
		if (known != null && known.isInFlightFor(hold.name())) {
			touch.records.httpKeys.remove(touch.name(), claim.key());
		}
	}

	/**
	 * Stores the answer under the key that a reservation claimed, unless the key belongs
	 * to another by now.
	 * @param touch the wallet
	 * @param receipt the reservation
	 * @param response the answer, if there is one
	 */
	static void finish(Touch touch, ReservationReceipt receipt, @Nullable Bytes response) {
		HttpClaim claim = receipt.http();
		if (claim == null) {
			return;
		}
		String reservation = receipt.id().value();
		HttpKey known = find(touch, claim);
		if (known == null || known.isInFlightFor(reservation) || isAbandoned(touch, known)) {
			put(touch, claim, HttpKey.answered(reservation, claim, response));
		}
	}

	private static @Nullable HttpKey find(Touch touch, HttpClaim claim) {
		return touch.records.httpKeys.find(touch.name(), claim.key(), touch.clock);
	}

	private static void put(Touch touch, HttpClaim claim, HttpKey key) {
		touch.records.httpKeys.put(touch.name(), OperationId.of(claim.key()), key, touch.clock);
	}

	private static boolean isAbandoned(Touch touch, HttpKey key) {
		return !key.finished() && running(touch, key) == null;
	}

	private static @Nullable Hold running(Touch touch, HttpKey key) {
		return key.finished() ? null : touch.openHold(key.reservation());
	}

}
