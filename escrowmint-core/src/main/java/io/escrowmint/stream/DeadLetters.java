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
	 * Lets a message be handled again. Of a Redis stream it is put back at the end, and
	 * the dead letter is forgotten: in one step where both lie in one slot, else in this
	 * order, so that it is never lost but may come twice. Of the store's events the
	 * processor is asked to handle it within a third of its ownership; the letter goes
	 * away in the commit that does so, another takes its place if that fails, and it
	 * stays if the process ends.
	 * @param id of the dead letter
	 * @return whether it was there
	 * @throws StreamMisconfiguredException if its stream takes no messages, or it is no
	 * event that can be read
	 */
	boolean replay(String id);

	/**
	 * Forgets a dead letter.
	 * @param id of the dead letter
	 * @return whether it was there
	 */
	boolean discard(String id);

}
