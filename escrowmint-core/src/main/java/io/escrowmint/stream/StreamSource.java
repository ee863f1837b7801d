package io.escrowmint.stream;

import java.util.List;

/**
 * Where a processor reads. Called by one thread.
 */
interface StreamSource {

	/**
	 * Reads messages in order.
	 * @param after the last one that is done
	 * @param limit messages at most
	 * @return the messages; empty if there are none, after a wait if the source can wait
	 */
	List<StreamMessage> read(StreamPosition after, int limit);

	/**
	 * Hears of a commit, and again now and then. What lies before may be cut.
	 * @param position what is done
	 */
	void landed(StreamPosition position);

	/**
	 * Counts what lies behind a position, or as much of it as can be counted at once.
	 * @param position what is done
	 * @return entries
	 */
	long backlog(StreamPosition position);

	/**
	 * Returns how long to wait when there was nothing.
	 * @return nanoseconds; 0 if the source waits by itself
	 */
	long pause();

	/**
	 * Forgets its connection.
	 */
	void reset();

}
