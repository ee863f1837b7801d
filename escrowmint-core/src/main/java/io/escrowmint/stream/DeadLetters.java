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
	 * the dead letter is forgotten: in one step where both lie in one slot. In a database
	 * the letter is deleted in a transaction that commits once the message is back, so
	 * that of several calls at once one puts it back; if the answer of Redis or of the
	 * commit is lost, it may be back although the letter stays. Where the slots of a
	 * cluster differ it is put back first, so that it is never lost but comes twice if
	 * there are two calls at once, or one that is repeated. Of the store's events the
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
