package io.escrowmint.model;

import java.io.Serializable;
import java.util.Optional;

/**
 * Answer of the store to one {@link Command}: applied, or refused with nothing moved.
 */
public interface Outcome extends Serializable {

	/**
	 * Returns the wallet of the operation.
	 * @return the wallet
	 */
	String wallet();

	/**
	 * Tells whether the operation is applied, now or by an earlier call with the same
	 * identity.
	 * @return {@code false} for a refusal
	 */
	boolean applied();

	/**
	 * Tells whether this is the answer of an earlier call, and nothing moved now.
	 * @return {@code true} for a replay
	 */
	boolean replayed();

	/**
	 * Returns what the wallet has available: after the operation if it is applied, as it
	 * was then if it is replayed, now if it is refused.
	 * @return credits
	 */
	long available();

	/**
	 * Returns why the operation was refused.
	 * @return the refusal, empty if the operation is applied
	 */
	Optional<Refusal> refusal();

	/**
	 * What all refused outcomes have in common.
	 */
	interface Refused extends Outcome {

		/**
		 * Returns why the operation was refused.
		 * @return the refusal
		 */
		Refusal reason();

		@Override
		default String wallet() {
			return reason().wallet();
		}

		@Override
		default boolean applied() {
			return false;
		}

		@Override
		default boolean replayed() {
			return false;
		}

		@Override
		default Optional<Refusal> refusal() {
			return Optional.of(reason());
		}

	}

}
