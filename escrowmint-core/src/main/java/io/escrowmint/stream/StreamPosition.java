package io.escrowmint.stream;

import java.util.Objects;

/**
 * How far a reader has come: an entry, and within an entry that carries several messages,
 * the last of them that is done.
 *
 * @param entry the id of the entry
 * @param index of the last message in it that is done, from 0; {@link #WHOLE} when the
 * whole entry is
 */
public record StreamPosition(String entry, int index) {

	/** Stands for all messages of an entry. */
	public static final int WHOLE = -1;

	/** Before the first entry. */
	public static final StreamPosition BEGINNING = new StreamPosition("0-0", WHOLE);

	private static final long MAX_SEQUENCE = 999_999_999_999_999L;

	public StreamPosition {
		Objects.requireNonNull(entry, "entry");
		if (!entry.matches("\\d{1,20}-\\d{1,20}") || index < WHOLE) {
			throw new IllegalArgumentException("Not a position in a stream: '" + entry + "', " + index);
		}
	}

	/**
	 * Parses what {@link #toString()} writes.
	 * @param text "5-0" for a whole entry, "5-0#3" for its first four messages
	 * @return the position
	 */
	public static StreamPosition parse(String text) {
		int hash = text.indexOf('#');
		return (hash < 0) ? new StreamPosition(text, WHOLE)
				: new StreamPosition(text.substring(0, hash), Integer.parseInt(text.substring(hash + 1)));
	}

	/**
	 * Tells whether the whole entry is done.
	 * @return whether it is
	 */
	public boolean isWhole() {
		return this.index == WHOLE;
	}

	/**
	 * Returns the id of the last entry that is done as a whole.
	 * @return the id after which to read
	 */
	public String landed() {
		return isWhole() ? this.entry : before(this.entry);
	}

	// Longer numbers are no positions of the event log; no entry lies between.
	private static String before(String entry) {
		int dash = entry.indexOf('-');
		long ms = Long.parseUnsignedLong(entry.substring(0, dash));
		long seq = Long.parseUnsignedLong(entry.substring(dash + 1));
		return (seq != 0) ? Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq - 1)
				: (ms != 0) ? Long.toUnsignedString(ms - 1) + "-" + MAX_SEQUENCE : "0-0";
	}

	/**
	 * Compares ids of entries.
	 * @param one an id
	 * @param other another id
	 * @return negative if the first comes before the second, 0 if they are the same
	 */
	static int compare(String one, String other) {
		int dash = one.indexOf('-');
		int otherDash = other.indexOf('-');
		int ms = Long.compareUnsigned(Long.parseUnsignedLong(one.substring(0, dash)),
				Long.parseUnsignedLong(other.substring(0, otherDash)));
		return (ms != 0) ? ms : Long.compareUnsigned(Long.parseUnsignedLong(one.substring(dash + 1)),
				Long.parseUnsignedLong(other.substring(otherDash + 1)));
	}

	@Override
	public String toString() {
		return isWhole() ? this.entry : this.entry + "#" + this.index;
	}

}
