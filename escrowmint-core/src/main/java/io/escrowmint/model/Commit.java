package io.escrowmint.model;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Charges a reservation: held to spent. Less than the hold returns the rest; more goes by
 * the overrun policy.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the reservation
 * @param actual what to charge, 0 to 2^53-1; absent: the held amount
 * @param overrun what to do when {@code actual} is above the hold
 * @param late what to do when the hold has expired
 * @param maxDebt cap on the wallet's total debt, 0 to 2^53-1; absent: the configured one
 * @param response the answer to store under the HTTP key that the reservation claimed, at
 * most 1 MiB
 * @param trace what goes into the event
 */
public record Commit(String wallet, String id, @Nullable Long actual, Overrun overrun, LateCommit late,
		@Nullable Long maxDebt, @Nullable Bytes response, Trace trace) implements Command<CommitResult> {

	public Commit {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		if (actual != null) {
			Checks.amountOrZero("actual", actual);
		}
		if (maxDebt != null) {
			Checks.amountOrZero("maxDebt", maxDebt);
		}
		if (response != null && response.length() > Limits.MAX_RESPONSE_BYTES) {
			throw new InvalidRequestException("response", response,
					"must not be longer than " + Limits.MAX_RESPONSE_BYTES + " bytes");
		}
	}

	/**
	 * Returns a command that charges the held amount.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static Commit of(String wallet, String id) {
		return new Commit(wallet, id, null, Overrun.REJECT, LateCommit.EXPIRED, null, null, Trace.NONE);
	}

	/**
	 * Returns a copy that charges an amount.
	 * @param actual credits, 0 to 2^53-1
	 * @return a copy
	 */
	public Commit actual(long actual) {
		return new Commit(this.wallet, this.id, actual, this.overrun, this.late, this.maxDebt, this.response,
				this.trace);
	}

	/**
	 * Returns a copy with an overrun policy.
	 * @param overrun the policy
	 * @return a copy
	 */
	public Commit overrun(Overrun overrun) {
		return new Commit(this.wallet, this.id, this.actual, overrun, this.late, this.maxDebt, this.response,
				this.trace);
	}

	/**
	 * Returns a copy with a late-commit policy.
	 * @param late the policy
	 * @return a copy
	 */
	public Commit late(LateCommit late) {
		return new Commit(this.wallet, this.id, this.actual, this.overrun, late, this.maxDebt, this.response,
				this.trace);
	}

	/**
	 * Returns a copy with a cap on the wallet's total debt.
	 * @param maxDebt credits, 0 to 2^53-1
	 * @return a copy
	 */
	public Commit maxDebt(long maxDebt) {
		return new Commit(this.wallet, this.id, this.actual, this.overrun, this.late, maxDebt, this.response,
				this.trace);
	}

	/**
	 * Returns a copy that stores a response under the claimed HTTP key.
	 * @param response at most 1 MiB
	 * @return a copy
	 */
	public Commit response(Bytes response) {
		return new Commit(this.wallet, this.id, this.actual, this.overrun, this.late, this.maxDebt, response,
				this.trace);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public Commit requestId(String requestId) {
		return new Commit(this.wallet, this.id, this.actual, this.overrun, this.late, this.maxDebt, this.response,
				this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public Commit note(String note) {
		return new Commit(this.wallet, this.id, this.actual, this.overrun, this.late, this.maxDebt, this.response,
				this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public CommitResult refused(Refusal reason, long available) {
		return new CommitResult.Refused(reason, available);
	}

}
