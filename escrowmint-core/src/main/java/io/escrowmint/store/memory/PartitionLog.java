package io.escrowmint.store.memory;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

/**
 * The event frames of one partition and its readers. Guarded by the partition's lock.
 */
final class PartitionLog {

	/** Before all times. */
	static final long NEVER = -1;

	private final long maxLength;

	private final NavigableMap<Long, EventFrame> frames = new TreeMap<>();

	/** What each reader has acknowledged; 0 is nothing. */
	private final Map<String, Long> readers = new TreeMap<>(Utf8.ORDER);

	private boolean enabled;

	/** When the last new reader came, in ms. It only grows. */
	private long since = NEVER;

	private long last;

	PartitionLog(long maxLength) {
		this.maxLength = maxLength;
	}

	private boolean isOn() {
		return this.enabled || !this.readers.isEmpty();
	}

	void enable(boolean enabled) {
		this.enabled = enabled;
	}

	void append(List<WalletEvent> events) {
		this.last++;
		this.frames.put(this.last, new EventFrame(Positions.toText(this.last), events));
		trim();
	}

	/**
	 * Returns when the last new reader came: every wallet that was not changed since is
	 * told in full before it changes.
	 * @return the time in ms or {@link #NEVER}, nothing if no events are written
	 */
	OptionalLong since() {
		return isOn() ? OptionalLong.of(this.since) : OptionalLong.empty();
	}

	void register(String reader, long now) {
		if (this.readers.putIfAbsent(reader, 0L) == null) {
			tellAll(now);
		}
	}

	void retell(long now) {
		if (!this.readers.isEmpty()) {
			tellAll(now);
		}
	}

	private void tellAll(long now) {
		this.since = Math.max(now, this.since + 1);
	}

	void deregister(String reader) {
		if (this.readers.remove(reader) != null) {
			this.since = this.readers.isEmpty() ? NEVER : this.since;
			trim();
		}
	}

	Map<String, String> readers() {
		Map<String, String> positions = new TreeMap<>(Utf8.ORDER);
		this.readers.forEach((reader, position) -> positions.put(reader, Positions.toText(position)));
		return positions;
	}

	List<EventFrame> read(@Nullable String after, int limit) {
		long position = (after != null) ? Positions.parse(after) : 0;
		return this.frames.tailMap(position, false).values().stream().limit(limit).toList();
	}

	long length() {
		return this.frames.size();
	}

	boolean acknowledge(String reader, String position) {
		Long former = this.readers.get(reader);
		if (former == null) {
			return false;
		}
		long landed = Positions.parse(position);
		if (landed > former && this.frames.containsKey(landed)) {
			this.readers.put(reader, landed);
			trim();
		}
		return true;
	}

	private void trim() {
		if (this.readers.isEmpty()) {
			while (this.frames.size() > this.maxLength) {
				this.frames.pollFirstEntry();
			}
			return;
		}
		long slowest = this.readers.values().stream().mapToLong(Long::longValue).min().orElse(0);
		this.frames.headMap(slowest, true).clear();
	}

}
