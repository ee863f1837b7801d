package io.escrowmint.model;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Holds credits for a time: available to held. The id makes it repeatable; the facade
 * makes one if the caller has none. Can claim an HTTP idempotency key in the same step.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1; 0 if it only claims an HTTP key
 * @param ttl time to live, 1 ms to 365 days; fractions of a millisecond are cut
 * @param id the reservation
 * @param http the HTTP key to claim, if any
 * @param trace what goes into the event
 */
public record Reserve(String wallet, long amount, Duration ttl, OperationId id, @Nullable HttpClaim http,
		Trace trace) implements Command<ReserveResult> {

	public Reserve {
		Checks.name("wallet", wallet);
		if (http != null) {
			Checks.amountOrZero("amount", amount);
		}
		else {
			Checks.amount("amount", amount);
		}
		Checks.ttl(ttl);
	}

	/**
	 * Returns a command with a new id. The command is one reservation, however often it
	 * is sent.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Reserve of(String wallet, long amount, Duration ttl) {
		return new Reserve(wallet, amount, ttl, OperationId.generate(), null, Trace.NONE);
	}

	/**
	 * Returns a copy under an id that the caller chose.
	 * @param id 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public Reserve id(String id) {
		return new Reserve(this.wallet, this.amount, this.ttl, OperationId.of(id), this.http, this.trace);
	}

	/**
	 * Returns a copy under an id.
	 * @param id the reservation
	 * @return a copy
	 */
	public Reserve id(OperationId id) {
		return new Reserve(this.wallet, this.amount, this.ttl, id, this.http, this.trace);
	}

	/**
	 * Returns a copy that claims an HTTP idempotency key.
	 * @param http the HTTP key
	 * @return a copy
	 */
	public Reserve http(HttpClaim http) {
		return new Reserve(this.wallet, this.amount, this.ttl, this.id, http, this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Reserve requestId(String requestId) {
		return new Reserve(this.wallet, this.amount, this.ttl, this.id, this.http, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Reserve note(String note) {
		return new Reserve(this.wallet, this.amount, this.ttl, this.id, this.http, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id.value());
	}

	@Override
	public ReserveResult refused(Refusal reason, long available) {
		return new ReserveResult.Refused(reason, available);
	}

}
