package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a report of a lease.
 */
public sealed interface ReportLeaseResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Reported orElseThrow() {
		if (this instanceof Reported applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param total the highest total that is booked
	 * @param booked what this report moved, 0 for a repeated or lower total
	 * @param unspent what the lease has left
	 * @param late whether the lease had expired before
	 * @param available what the wallet has available beside it
	 * @param debt what the wallet owes
	 */
	record Reported(String wallet, String id, long total, long booked, long unspent, boolean late, long available,
			long debt) implements ReportLeaseResult {

		@Override
		public boolean applied() {
			return true;
		}

		@Override
		public Optional<Refusal> refusal() {
			return Optional.empty();
		}

		@Override
		public boolean replayed() {
			return false;
		}

	}

	/**
	 * The operation is refused; nothing moved.
	 *
	 * @param reason why
	 * @param available what the wallet has available
	 */
	record Refused(Refusal reason, long available) implements ReportLeaseResult, Outcome.Refused {

	}

}
