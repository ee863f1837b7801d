package io.escrowmint.model;

import java.util.Optional;

/**
 * One mutation of one wallet: the users' request record and the store's unit of work. An
 * engine applies a command atomically or not at all. A command that exists is valid.
 *
 * @param <R> the outcome
 */
public sealed interface Command<R extends Outcome> permits Consume, TopUp, Withdraw, Refund, Reserve, Extend, Commit,
		Cancel, AllocateLease, ConsumeLease, ReportLease, RenewLease, ReleaseLease {

	/**
	 * Returns the wallet that the command changes.
	 * @return the wallet
	 */
	String wallet();

	/**
	 * Returns what goes into the event beside the facts.
	 * @return the trace
	 */
	Trace trace();

	/**
	 * Returns the identity under which the store applies this command at most once.
	 * @return the operation key, reservation id or lease id, empty if there is none
	 */
	Optional<String> identity();

	/**
	 * Tells whether the command may be sent again when its answer was lost. Every command
	 * with an identity is repeatable.
	 * @return {@code false} if a second application could not be told from the first
	 */
	default boolean isRepeatable() {
		return identity().isPresent();
	}

	/**
	 * Returns the outcome that says that this command was refused.
	 * @param reason why
	 * @param available what the wallet has available
	 * @return the outcome
	 */
	R refused(Refusal reason, long available);

}
