package io.escrowmint.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one reader. Thread-safe.
 */
public interface DeadLetters {

	/**
	 * Lists dead letters, oldest first.
	 * @param after the id after which to begin; {@code null}: the beginning
	 * @param limit how many at most
	 * @return dead letters
	 */
	List<DeadLetter> list(@Nullable String after, int limit);

	/**
	 * Puts a message back at the end of its stream, and forgets the dead letter: in one
	 * step where both lie in one slot, else in this order, so that it is never lost but
	 * may come twice.
	 * @param id of the dead letter
	 * @return whether it was there
	 * @throws StreamMisconfiguredException if its stream takes no messages
	 */
	boolean replay(String id);

	/**
	 * Forgets a dead letter.
	 * @param id of the dead letter
	 * @return whether it was there
	 */
	boolean discard(String id);

}
