package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a refund.
 */
public sealed interface RefundResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Refunded orElseThrow() {
		if (this instanceof Refunded applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param amount what came back
	 * @param available what the wallet had available afterwards
	 * @param debt what the wallet still owed afterwards
	 * @param replayed whether this is the answer of an earlier call with the same key
	 */
	record Refunded(String wallet, long amount, long available, long debt, boolean replayed) implements RefundResult {

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
	record Refused(Refusal reason, long available) implements RefundResult, Outcome.Refused {

	}

}
