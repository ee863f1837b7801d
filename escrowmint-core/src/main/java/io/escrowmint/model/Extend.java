package io.escrowmint.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Moves the expiry of an open reservation to the later of what it is and now + ttl. Never
 * revives.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the reservation
 * @param ttl time to live from now, 1 ms to 365 days
 * @param trace what goes into the event
 */
public record Extend(String wallet, String id, Duration ttl, Trace trace) implements Command<ExtendResult> {

	public Extend {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		Checks.ttl(ttl);
	}

	/**
	 * Returns the command.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param ttl time to live from now
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Extend of(String wallet, String id, Duration ttl) {
		return new Extend(wallet, id, ttl, Trace.NONE);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Extend requestId(String requestId) {
		return new Extend(this.wallet, this.id, this.ttl, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Extend note(String note) {
		return new Extend(this.wallet, this.id, this.ttl, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public ExtendResult refused(Refusal reason, long available) {
		return new ExtendResult.Refused(reason, available);
	}

}
