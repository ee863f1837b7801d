package io.escrowmint.stream;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a processor of the store's events. Nobody adds to these streams but
 * the store, so a replay is asked of the processor itself: it handles the event with the
 * state that its partition has by then, and the letter goes away in the same commit.
 */
final class EventDeadLetters implements DeadLetters {

	private final Letters letters;

	private final Asking asking;

	private final StreamCodec codec;

	EventDeadLetters(Letters letters, Asking asking, StreamCodec codec) {
		this.letters = letters;
		this.asking = asking;
		this.codec = codec;
	}

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		return this.letters.list(after, limit);
	}

	@Override
	public boolean replay(String id) {
		Map<String, byte[]> letter = this.letters.find(id).orElse(null);
		if (letter == null) {
			return false;
		}
		try {
			EventLetter.read(letter, this.codec);
		}
		catch (MalformedMessageException ex) {
			throw new StreamMisconfiguredException("The dead letter '" + id + "' cannot be read as an event",
					"Apply it by hand, and discard the dead letter.");
		}
		return this.asking.ask(id, EventLetter.partition(letter));
	}

	@Override
	public boolean discard(String id) {
		return this.letters.discard(id);
	}

	/**
	 * Notes that a dead letter is to be handled again.
	 */
	@FunctionalInterface
	interface Asking {

		/**
		 * Notes it.
		 * @param id of the dead letter
		 * @param partition of its event
		 * @return whether it was there
		 */
		boolean ask(String id, int partition);

	}

}
