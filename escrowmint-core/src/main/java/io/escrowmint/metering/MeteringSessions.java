package io.escrowmint.metering;

import java.time.Duration;

/**
 * Makes the sessions of a process, keeps their holds alive and sees every settle through.
 * Thread-safe.
 */
public interface MeteringSessions {

	/**
	 * Begins a call that waits since now. Costs nothing until it is let in.
	 * @return a new session
	 */
	default MeteringSession begin() {
		return begin(System.nanoTime());
	}

	/**
	 * Begins a call. Costs nothing until it is let in.
	 * @param since since when its caller waits, by {@link System#nanoTime()}: what the
	 * request took until it asked the store is taken off the time that it waits for it
	 * @return a new session
	 */
	MeteringSession begin(long since);

	/**
	 * Returns what all calls have in common.
	 * @return the options
	 */
	MeteringOptions options();

	/**
	 * Returns what is still to be settled.
	 * @return the numbers of now
	 */
	MeteringBacklog backlog();

	/**
	 * Starts to keep holds alive. Does nothing if it is started.
	 */
	void start();

	/**
	 * Waits until everything is settled. Sessions go on to work meanwhile.
	 * @param longest how long to wait at most
	 * @return whether nothing is left
	 */
	boolean drain(Duration longest);

	/**
	 * Stops. What is not settled then is left to its expiry, and counted as lost.
	 */
	void stop();

}
