package io.escrowmint.stream;

/**
 * What a loop does again and again: the strategy by which messages are read, handled and
 * committed. Called by one thread.
 */
interface StreamTask {

	/**
	 * Does the next bit of work; waits for entries no longer than a read may.
	 * @param progress is told how it goes
	 * @return nanoseconds to let pass before the next step, 0 for none
	 * @throws Exception if Redis or the database failed; the next step begins anew
	 */
	long step(Progress progress) throws Exception;

	/**
	 * Forgets what it has in memory, and its connection, after an error.
	 */
	void reset();

	/**
	 * Lets go of what it owns. Nothing follows.
	 */
	void end();

}
