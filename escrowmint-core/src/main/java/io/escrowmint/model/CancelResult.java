package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a cancel.
 */
public sealed interface CancelResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Canceled orElseThrow() {
		if (this instanceof Canceled applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param amount what was held and is back
	 * @param available what the wallet has available now
	 */
	record Canceled(String wallet, String id, long amount, long available) implements CancelResult {

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
	record Refused(Refusal reason, long available) implements CancelResult, Outcome.Refused {

	}

}
