package io.escrowmint.model;

import java.util.Optional;

/**
 * Reports the running total that the owner has spent from a lease; the difference to the
 * last total is booked. A lower or equal total moves nothing. After expiry a RETURN lease
 * takes the difference from available, the rest as debt whatever the cap; a BURN lease
 * moves nothing.
 *
 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
 * @param id the lease
 * @param owner who owns the lease, 1 to 256 bytes of UTF-8 without control characters
 * @param total credits spent since allocation, consumes by {@link ConsumeLease} not
 * included; 0 to 2^53-1
 * @param trace what goes into the event
 */
public record ReportLease(String wallet, String id, String owner, long total,
		Trace trace) implements Command<ReportLeaseResult> {

	public ReportLease {
		Checks.name("wallet", wallet);
		Checks.name("id", id);
		Checks.name("owner", owner);
		Checks.amountOrZero("total", total);
	}

	/**
	 * Returns the command.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns it
	 * @param total credits spent since allocation
	 * @return the command
	 * @throws InvalidRequestException if a value is not allowed
	 */
	public static ReportLease of(String wallet, String id, String owner, long total) {
		return new ReportLease(wallet, id, owner, total, Trace.NONE);
	}

	/**
	 * Returns a copy that carries the request it belongs to into the event.
	 * @param requestId 1 to 256 bytes of UTF-8
	 * @return a copy
	 */
	public ReportLease requestId(String requestId) {
		return new ReportLease(this.wallet, this.id, this.owner, this.total, this.trace.withRequestId(requestId));
	}

	/**
	 * Returns a copy that carries a note into the event.
	 * @param note at most 240 characters
	 * @return a copy
	 */
	public ReportLease note(String note) {
		return new ReportLease(this.wallet, this.id, this.owner, this.total, this.trace.withNote(note));
	}

	@Override
	public Optional<String> identity() {
		return Optional.of(this.id);
	}

	@Override
	public ReportLeaseResult refused(Refusal reason, long available) {
		return new ReportLeaseResult.Refused(reason, available);
	}

}
