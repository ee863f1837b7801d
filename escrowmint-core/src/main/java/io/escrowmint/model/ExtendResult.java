package io.escrowmint.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Outcome of an extend.
 */
public sealed interface ExtendResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Extended orElseThrow() {
		if (this instanceof Extended applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param amount what is held
	 * @param expiresAt when the hold expires now
	 * @param available what the wallet has available beside it
	 * @param changed whether the expiry moved
	 */
	record Extended(String wallet, String id, long amount, Instant expiresAt, long available,
			boolean changed) implements ExtendResult {

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
	record Refused(Refusal reason, long available) implements ExtendResult, Outcome.Refused {

	}

}
