package io.escrowmint.ledger;

import java.util.List;

import io.escrowmint.store.EventFrame;

/**
 * Frames of one partition that are to be landed.
 *
 * @param partition the partition
 * @param fence the fence of the partition, as it was when the frames were read
 * @param frames one or more frames, in the order of the stream
 */
public record Landing(int partition, long fence, List<EventFrame> frames) {

	public Landing {
		frames = List.copyOf(frames);
		if (frames.isEmpty()) {
			throw new IllegalArgumentException("Nothing to land in partition " + partition);
		}
	}

	/**
	 * Returns where the partition stands once these frames have landed.
	 * @return the position of the last frame
	 */
	public String end() {
		return this.frames.get(this.frames.size() - 1).position();
	}

	/**
	 * Returns how many events the frames hold.
	 * @return the number of events
	 */
	public int events() {
		return this.frames.stream().mapToInt((frame) -> frame.events().size()).sum();
	}

}
