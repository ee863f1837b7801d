package io.escrowmint.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Outcome of a reserve.
 */
public sealed interface ReserveResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Reserved orElseThrow() {
		if (this instanceof Reserved applied) {
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
	 * @param expiresAt when the hold expires, by the clock of the store
	 * @param available what the wallet has available beside it
	 * @param replayed whether the reservation was open under this id before
	 */
	record Reserved(String wallet, OperationId id, long amount, Instant expiresAt, long available,
			boolean replayed) implements ReserveResult {

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
	record Refused(Refusal reason, long available) implements ReserveResult, Outcome.Refused {

	}

}
