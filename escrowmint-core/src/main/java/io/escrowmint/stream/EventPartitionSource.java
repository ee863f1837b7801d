package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;

/**
 * The events of one partition, one by one, although a frame carries several. Cannot wait
 * for events; looks again after a pause.
 */
final class EventPartitionSource implements StreamSource {

	private static final long REPEAT_NANOS = Duration.ofSeconds(5).toNanos();

	private final EventReader reader;

	private final int partition;

	private final String stream;

	private final long pause;

	private String landed = StreamPosition.BEGINNING.landed();

	private long landedAt = System.nanoTime();

	EventPartitionSource(EventReader reader, int partition, Duration pause) {
		this.reader = reader;
		this.partition = partition;
		this.stream = EventLetter.stream(partition);
		this.pause = pause.toNanos();
	}

	@Override
	public List<StreamMessage> read(StreamPosition after, int limit) {
		List<StreamMessage> messages = new ArrayList<>();
		for (EventFrame frame : this.reader.read(this.partition, after.landed(), limit)) {
			int last = frame.events().size() - 1;
			boolean begun = !after.isWhole() && frame.position().equals(after.entry());
			for (int index = begun ? after.index() + 1 : 0; index <= last && messages.size() < limit; index++) {
				messages.add(message(frame.position(), index, last, frame.events().get(index)));
			}
		}
		return messages;
	}

	private StreamMessage message(String entry, int index, int last, WalletEvent event) {
		return new StreamMessage(this.stream, new StreamPosition(entry, (index < last) ? index : StreamPosition.WHOLE),
				Map.of(), event);
	}

	/**
	 * Says it again now and then, of the beginning too: a store that lost its data
	 * answers that it knows no such reader.
	 */
	@Override
	public void landed(StreamPosition position) {
		long now = System.nanoTime();
		String done = position.landed();
		if (!done.equals(this.landed) || now - this.landedAt > REPEAT_NANOS) {
			this.landed = done;
			this.landedAt = now;
			this.reader.landed(this.partition, done);
		}
	}

	/**
	 * Frames that the store has to keep, for this or for any other reader.
	 */
	@Override
	public long backlog(StreamPosition position) {
		return this.reader.length(this.partition);
	}

	@Override
	public long pause() {
		return this.pause;
	}

	@Override
	public void reset() {
		// The store connects by itself.
	}

}
