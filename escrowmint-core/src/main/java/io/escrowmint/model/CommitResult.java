package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a commit.
 */
public sealed interface CommitResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Committed orElseThrow() {
		if (this instanceof Committed applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param asked the amount that was asked for
	 * @param charged the amount that was charged
	 * @param available what the wallet had available afterwards
	 * @param debt what the wallet owed afterwards
	 * @param late whether the hold had expired before
	 * @param replayed whether this is the answer of an earlier commit
	 */
	record Committed(String wallet, String id, long asked, long charged, long available, long debt, boolean late,
			boolean replayed) implements CommitResult {

		@Override
		public boolean applied() {
			return true;
		}

		@Override
		public Optional<Refusal> refusal() {
			return Optional.empty();
		}

	}

	/**
	 * The operation is refused; nothing moved.
	 *
	 * @param reason why
	 * @param available what the wallet has available
	 */
	record Refused(Refusal reason, long available) implements CommitResult, Outcome.Refused {

	}

}
