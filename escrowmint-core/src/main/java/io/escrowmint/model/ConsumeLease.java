package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Charges credits to a live lease: leased to spent, all or nothing.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the lease
 * @param owner who owns the lease, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1
 * @param key the operation key, if the call has one
 * @param trace what goes into the event
 */
public record ConsumeLease(String wallet, String id, String owner, long amount, @Nullable OperationId key,
		Trace trace) implements Command<ConsumeLeaseResult> {

	public ConsumeLease {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		Checks.name("owner", owner);
		Checks.amount("amount", amount);
	}

	/**
	 * Returns a command without a key.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns it
	 * @param amount credits, 1 to 2^53-1
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static ConsumeLease of(String wallet, String id, String owner, long amount) {
		return new ConsumeLease(wallet, id, owner, amount, null, Trace.NONE);
	}

	/**
	 * Returns a copy under an operation key, which makes it repeatable: the same key with
	 * the same request answers again what it answered first, and moves nothing.
	 * @param key 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public ConsumeLease key(String key) {
		return new ConsumeLease(this.wallet, this.id, this.owner, this.amount, OperationId.of(key), this.trace);
	}

	/**
	 * Returns a copy under an operation key.
	 * @param key the operation key
	 * @return a copy
	 */
	public ConsumeLease key(OperationId key) {
		return new ConsumeLease(this.wallet, this.id, this.owner, this.amount, key, this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public ConsumeLease requestId(String requestId) {
		return new ConsumeLease(this.wallet, this.id, this.owner, this.amount, this.key,
				this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public ConsumeLease note(String note) {
		return new ConsumeLease(this.wallet, this.id, this.owner, this.amount, this.key, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.ofNullable(this.key).map(OperationId::value);
	}

	@Override
	public ConsumeLeaseResult refused(Refusal reason, long available) {
		return new ConsumeLeaseResult.Refused(reason, available);
	}

}
