package io.escrowmint.ledger;

/**
 * How far a partition has landed.
 *
 * @param partition the partition
 * @param position the position of the last landed frame; "0-0" before the first
 * @param fence grows by 1 with each landing, so that of two processes that know the same
 * one lands; by more with a {@linkplain LedgerStore#retract retraction}
 */
public record LedgerPosition(int partition, String position, long fence) {

	/** The position before the first frame. */
	public static final String BEGINNING = "0-0";

	/**
	 * Compares two positions by their place in the stream.
	 * @param one a position
	 * @param other another
	 * @return negative if the first comes before the second, 0 if they are the same
	 */
	public static int compare(String one, String other) {
		int byTime = Long.compareUnsigned(part(one, true), part(other, true));
		return (byTime != 0) ? byTime : Long.compareUnsigned(part(one, false), part(other, false));
	}

	private static long part(String position, boolean first) {
		int dash = position.indexOf('-');
		return Long.parseUnsignedLong(first ? position.substring(0, dash) : position.substring(dash + 1));
	}

}
