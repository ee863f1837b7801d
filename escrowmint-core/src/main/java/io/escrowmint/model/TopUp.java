package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Grants credits to a wallet and creates it if need be. Debt is paid first; the full
 * amount counts as granted.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1
 * @param key the operation key, if the call has one
 * @param trace what goes into the event
 */
public record TopUp(String wallet, long amount, @Nullable OperationId key,
		Trace trace) implements Command<TopUpResult> {

	public TopUp {
		Checks.name("wallet", wallet);
		Checks.amount("amount", amount);
	}

	/**
	 * Returns a command without a key.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static TopUp of(String wallet, long amount) {
		return new TopUp(wallet, amount, null, Trace.NONE);
	}

	/**
	 * Returns a copy under an operation key, which makes it repeatable: the same key with
	 * the same request answers again what it answered first, and moves nothing.
	 * @param key 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public TopUp key(String key) {
		return new TopUp(this.wallet, this.amount, OperationId.of(key), this.trace);
	}

	/**
	 * Returns a copy under an operation key.
	 * @param key the operation key
	 * @return a copy
	 */
	public TopUp key(OperationId key) {
		return new TopUp(this.wallet, this.amount, key, this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public TopUp requestId(String requestId) {
		return new TopUp(this.wallet, this.amount, this.key, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public TopUp note(String note) {
		return new TopUp(this.wallet, this.amount, this.key, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.ofNullable(this.key).map(OperationId::value);
	}

	@Override
	public TopUpResult refused(Refusal reason, long available) {
		return new TopUpResult.Refused(reason, available);
	}

}
