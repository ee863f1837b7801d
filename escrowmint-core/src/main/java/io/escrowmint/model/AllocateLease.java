package io.escrowmint.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives a chunk of the wallet to an owner: available to leased. Grants the smaller of
 * {@code amount} and what is available, if that is at least {@code minimum}.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1
 * @param ttl time to live, 1 ms to 365 days
 * @param owner who owns the lease, 1 to 256 bytes of UTF-8 without control characters
 * @param minimum the least that is worth granting, 1 to {@code amount}
 * @param id the lease
 * @param expiry what becomes of the unspent part at expiry
 * @param trace what goes into the event
 */
public record AllocateLease(String wallet, long amount, Duration ttl, String owner, long minimum, OperationId id,
		LeaseExpiry expiry, Trace trace) implements Command<AllocateLeaseResult> {

	public AllocateLease {
		Checks.name("wallet", wallet);
		Checks.amount("amount", amount);
		Checks.ttl(ttl);
		Checks.name("owner", owner);
		Checks.amount("minimum", minimum);
		if (minimum > amount) {
			throw new InvalidRequestException("minimum", minimum, "must not be above amount " + amount);
		}
	}

	/**
	 * Returns a command with a new id that grants all or nothing and returns what is
	 * unspent at expiry.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live
	 * @param owner who owns the lease
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static AllocateLease of(String wallet, long amount, Duration ttl, String owner) {
		return new AllocateLease(wallet, amount, ttl, owner, amount, OperationId.generate(), LeaseExpiry.RETURN,
				Trace.NONE);
	}

	/**
	 * Returns a copy that accepts a smaller grant.
	 * @param minimum 1 to {@code amount}
	 * @return a copy
	 */
	public AllocateLease minimum(long minimum) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, minimum, this.id, this.expiry,
				this.trace);
	}

	/**
	 * Returns a copy under an id that the caller chose.
	 * @param id 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public AllocateLease id(String id) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, this.minimum, OperationId.of(id),
				this.expiry, this.trace);
	}

	/**
	 * Returns a copy under an id.
	 * @param id the lease
	 * @return a copy
	 */
	public AllocateLease id(OperationId id) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, this.minimum, id, this.expiry,
				this.trace);
	}

	/**
	 * Returns a copy with an expiry policy.
	 * @param expiry the policy
	 * @return a copy
	 */
	public AllocateLease expiry(LeaseExpiry expiry) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, this.minimum, this.id, expiry,
				this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public AllocateLease requestId(String requestId) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, this.minimum, this.id, this.expiry,
				this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public AllocateLease note(String note) {
		return new AllocateLease(this.wallet, this.amount, this.ttl, this.owner, this.minimum, this.id, this.expiry,
				this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id.value());
	}

	@Override
	public AllocateLeaseResult refused(Refusal reason, long available) {
		return new AllocateLeaseResult.Refused(reason, available);
	}

}
