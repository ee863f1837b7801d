package io.escrowmint.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Moves the expiry of a live lease to the later of what it is and now + ttl. Never
 * revives.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the lease
 * @param owner who owns the lease, 1 to 256 bytes of UTF-8 without control characters
 * @param ttl time to live from now, 1 ms to 365 days
 * @param trace what goes into the event
 */
public record RenewLease(String wallet, String id, String owner, Duration ttl,
		Trace trace) implements Command<RenewLeaseResult> {

	public RenewLease {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		Checks.name("owner", owner);
		Checks.ttl(ttl);
	}

	/**
	 * Returns the command.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns it
	 * @param ttl time to live from now
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static RenewLease of(String wallet, String id, String owner, Duration ttl) {
		return new RenewLease(wallet, id, owner, ttl, Trace.NONE);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public RenewLease requestId(String requestId) {
		return new RenewLease(this.wallet, this.id, this.owner, this.ttl, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public RenewLease note(String note) {
		return new RenewLease(this.wallet, this.id, this.owner, this.ttl, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public RenewLeaseResult refused(Refusal reason, long available) {
		return new RenewLeaseResult.Refused(reason, available);
	}

}
