package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a consume.
 */
public sealed interface ConsumeResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Consumed orElseThrow() {
		if (this instanceof Consumed applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param amount what was charged
	 * @param available what the wallet had available afterwards
	 * @param replayed whether this is the answer of an earlier call with the same key
	 */
	record Consumed(String wallet, long amount, long available, boolean replayed) implements ConsumeResult {

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
	record Refused(Refusal reason, long available) implements ConsumeResult, Outcome.Refused {

	}

}
