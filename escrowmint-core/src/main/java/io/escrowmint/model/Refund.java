package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Returns spent credits to the wallet, never more than were spent. With {@code original},
 * all refunds of that charge together never exceed it.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1
 * @param key the operation key, if the call has one
 * @param original the charge that is refunded, if one is named
 * @param trace what goes into the event
 */
public record Refund(String wallet, long amount, @Nullable OperationId key, @Nullable Charge original,
		Trace trace) implements Command<RefundResult> {

	public Refund {
		Checks.name("wallet", wallet);
		Checks.amount("amount", amount);
	}

	/**
	 * Returns a command without a key that refunds no particular charge.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Refund of(String wallet, long amount) {
		return new Refund(wallet, amount, null, null, Trace.NONE);
	}

	/**
	 * Returns a copy under an operation key, which makes it repeatable: the same key with
	 * the same request answers again what it answered first, and moves nothing.
	 * @param key 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public Refund key(String key) {
		return new Refund(this.wallet, this.amount, OperationId.of(key), this.original, this.trace);
	}

	/**
	 * Returns a copy under an operation key.
	 * @param key the operation key
	 * @return a copy
	 */
	public Refund key(OperationId key) {
		return new Refund(this.wallet, this.amount, key, this.original, this.trace);
	}

	/**
	 * Returns a copy that refunds the consume made under a key.
	 * @param consumeKey the key of the consume
	 * @return a copy
	 */
	public Refund ofConsume(String consumeKey) {
		return new Refund(this.wallet, this.amount, this.key, new Charge.OfConsume(consumeKey), this.trace);
	}

	/**
	 * Returns a copy that refunds a committed reservation.
	 * @param reservationId the committed reservation
	 * @return a copy
	 */
	public Refund ofReservation(String reservationId) {
		return new Refund(this.wallet, this.amount, this.key, new Charge.OfReservation(reservationId), this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Refund requestId(String requestId) {
		return new Refund(this.wallet, this.amount, this.key, this.original, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Refund note(String note) {
		return new Refund(this.wallet, this.amount, this.key, this.original, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.ofNullable(this.key).map(OperationId::value);
	}

	@Override
	public RefundResult refused(Refusal reason, long available) {
		return new RefundResult.Refused(reason, available);
	}

}
