package io.escrowmint.stream;

import org.jspecify.annotations.Nullable;

/**
 * Where state and position of a processor are kept, and how they change together with
 * what it does. Called by one thread; other processes have strategies of their own for
 * the same processor.
 */
interface CommitStrategy {

	/**
	 * Claims the processor for this process.
	 * @return what was found
	 */
	Claim claim();

	/**
	 * Keeps the processor for longer.
	 * @param claim the claim
	 * @return whether it still holds
	 */
	boolean renew(Claim claim);

	/**
	 * Counts a delivery of a message that has failed before.
	 * @param claim the claim
	 * @param message where it lies
	 * @return how many there were since the message before was done, this one included; 0
	 * if the claim is lost
	 */
	int attempt(Claim claim, StreamPosition message);

	/**
	 * Returns the next dead letter that is to be handled again, and asks for it no more.
	 * @param claim the claim
	 * @return the letter, {@code null} if there is none or the claim is lost
	 */
	@Nullable Replay replay(Claim claim);

	/**
	 * Handles and commits, in whatever transaction there is.
	 * @param claim the claim whose token and position must still hold
	 * @param handling does the work
	 * @return what became of it
	 * @throws Exception what the handling throws: nothing is committed; or what Redis or
	 * the database does: it may be committed, and the next claim tells
	 */
	CommitResult commit(Claim claim, Handling handling) throws Exception;

	/**
	 * Gives the processor up for others to take.
	 * @param claim the claim
	 */
	void release(Claim claim);

	/**
	 * Forgets its connection.
	 */
	void reset();

	/**
	 * Does the work of one commit.
	 */
	@FunctionalInterface
	interface Handling {

		/**
		 * Handles messages.
		 * @return what is to be committed
		 * @throws Exception if a handler failed
		 */
		CommitRequest handle() throws Exception;

	}

}
