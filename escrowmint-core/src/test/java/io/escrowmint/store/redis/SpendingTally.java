package io.escrowmint.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counters of a process that outlive it, however it ends: they lie in a mapped file. Each
 * is written by one thread at a time.
 */
final class SpendingTally {

	private static final int SLOTS = 8;

	private final MappedByteBuffer slots;

	private final int first;

	private SpendingTally(MappedByteBuffer slots, int first) {
		this.slots = slots;
		this.first = first;
	}

	static SpendingTally at(Path file, String policy) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			MappedByteBuffer slots = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * SLOTS * Long.BYTES);
			return new SpendingTally(slots, policy.equals("BURN") ? 0 : SLOTS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What callers were told is theirs, local and in the store. */
	long used() {
		return local() + get(1);
	}

	long local() {
		return get(0);
	}

	void usedLocally(long credits) {
		add(0, credits);
	}

	void usedInTheStore(long credits) {
		add(1, credits);
	}

	/** What of the local use the store is known to have booked. */
	long booked() {
		return get(2);
	}

	void booked(long credits) {
		add(2, credits);
	}

	long lost() {
		return get(3);
	}

	void lost(long credits) {
		add(3, credits);
	}

	private long get(int slot) {
		return this.slots.getLong((this.first + slot) * Long.BYTES);
	}

	private synchronized void add(int slot, long credits) {
		this.slots.putLong((this.first + slot) * Long.BYTES, get(slot) + credits);
	}

}
