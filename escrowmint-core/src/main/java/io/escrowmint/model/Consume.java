package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Takes credits from available and books them as spent, all or nothing. The exact amount
 * that is available succeeds. A wallet that exists may be let into debt for what it does
 * not have.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param amount credits, 1 to 2^53-1
 * @param key the operation key, if the call has one
 * @param maxDebt cap on the wallet's total debt up to which what is missing is booked as
 * debt, 0 to 2^53-1; absent: nothing may be missing
 * @param trace what goes into the event
 */
public record Consume(String wallet, long amount, @Nullable OperationId key, @Nullable Long maxDebt,
		Trace trace) implements Command<ConsumeResult> {

	public Consume {
		Checks.name("wallet", wallet);
		Checks.amount("amount", amount);
		if (maxDebt != null) {
			Checks.amountOrZero("maxDebt", maxDebt);
		}
	}

	/**
	 * Returns a command without a key.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Consume of(String wallet, long amount) {
		return new Consume(wallet, amount, null, null, Trace.NONE);
	}

	/**
	 * Returns a copy under an operation key, which makes it repeatable: the same key with
	 * the same request answers again what it answered first, and moves nothing.
	 * @param key 1 to 256 bytes of UTF-8 without control characters
	 * @return a copy
	 */
	public Consume key(String key) {
		return new Consume(this.wallet, this.amount, OperationId.of(key), this.maxDebt, this.trace);
	}

	/**
	 * Returns a copy under an operation key.
	 * @param key the operation key
	 * @return a copy
	 */
	public Consume key(OperationId key) {
		return new Consume(this.wallet, this.amount, key, this.maxDebt, this.trace);
	}

	/**
	 * Returns a copy that may let the wallet into debt: what it does not have available
	 * is booked as debt, as long as its total debt stays within a cap.
	 * @param maxDebt credits, 0 to 2^53-1
	 * @return a copy
	 */
	public Consume maxDebt(long maxDebt) {
		return new Consume(this.wallet, this.amount, this.key, maxDebt, this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Consume requestId(String requestId) {
		return new Consume(this.wallet, this.amount, this.key, this.maxDebt, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Consume note(String note) {
		return new Consume(this.wallet, this.amount, this.key, this.maxDebt, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.ofNullable(this.key).map(OperationId::value);
	}

	@Override
	public ConsumeResult refused(Refusal reason, long available) {
		return new ConsumeResult.Refused(reason, available);
	}

}
