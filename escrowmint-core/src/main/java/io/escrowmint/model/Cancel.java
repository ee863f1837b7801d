package io.escrowmint.model;

import java.util.Optional;

/**
 * Gives a reservation back: held to available. On an unknown id it leaves a tombstone, so
 * that a late reserve under that id is refused.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the reservation
 * @param trace what goes into the event
 */
public record Cancel(String wallet, String id, Trace trace) implements Command<CancelResult> {

	public Cancel {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
	}

	/**
	 * Returns the command.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Cancel of(String wallet, String id) {
		return new Cancel(wallet, id, Trace.NONE);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Cancel requestId(String requestId) {
		return new Cancel(this.wallet, this.id, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Cancel note(String note) {
		return new Cancel(this.wallet, this.id, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public CancelResult refused(Refusal reason, long available) {
		return new CancelResult.Refused(reason, available);
	}

}
