package io.escrowmint.model;

import java.util.Optional;

/**
 * Ends a lease and returns its unspent part to available. On an unknown id it leaves a
 * tombstone, so that a late allocation under that id is refused.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the lease
 * @param owner who owns the lease, 1 to 256 bytes of UTF-8 without control characters
 * @param trace what goes into the event
 */
public record ReleaseLease(String wallet, String id, String owner, Trace trace) implements Command<ReleaseLeaseResult> {

	public ReleaseLease {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		Checks.name("owner", owner);
	}

	/**
	 * Returns the command.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns it
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static ReleaseLease of(String wallet, String id, String owner) {
		return new ReleaseLease(wallet, id, owner, Trace.NONE);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public ReleaseLease requestId(String requestId) {
		return new ReleaseLease(this.wallet, this.id, this.owner, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public ReleaseLease note(String note) {
		return new ReleaseLease(this.wallet, this.id, this.owner, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public ReleaseLeaseResult refused(Refusal reason, long available) {
		return new ReleaseLeaseResult.Refused(reason, available);
	}

}
