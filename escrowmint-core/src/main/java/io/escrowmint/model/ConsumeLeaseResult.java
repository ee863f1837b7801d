package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a consume from a lease.
 */
public sealed interface ConsumeLeaseResult extends Outcome {

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
	 * @param id the lease
	 * @param amount what was charged
	 * @param unspent what the lease had left afterwards
	 * @param available what the wallet has available beside it
	 * @param replayed whether this is the answer of an earlier call with the same key
	 */
	record Consumed(String wallet, String id, long amount, long unspent, long available,
			boolean replayed) implements ConsumeLeaseResult {

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
	record Refused(Refusal reason, long available) implements ConsumeLeaseResult, Outcome.Refused {

	}

}
