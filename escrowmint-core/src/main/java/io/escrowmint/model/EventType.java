package io.escrowmint.model;

/**
 * What happened to a wallet. The code of a constant is part of the stream's format and
 * never changes.
 */
public enum EventType {

	/** The wallet came into being. */
	CREATED(1),

	/** Credits were granted. */
	TOPPED_UP(2),

	/** Credits were taken out. */
	WITHDRAWN(3),

	/** Credits were spent. */
	CONSUMED(4),

	/** Spent credits came back. */
	REFUNDED(5),

	/** Credits were held. */
	RESERVED(6),

	/** A hold's expiry moved. */
	EXTENDED(7),

	/** A hold was charged. */
	COMMITTED(8),

	/** A hold was given back. */
	CANCELED(9),

	/** A hold's time was over. */
	EXPIRED(10),

	/** A chunk was leased. */
	LEASE_GRANTED(11),

	/** Credits were spent from a lease. */
	LEASE_CONSUMED(12),

	/** A lease's expiry moved. */
	LEASE_RENEWED(13),

	/** A lease was ended by its owner. */
	LEASE_RELEASED(14),

	/** A lease's time was over. */
	LEASE_EXPIRED(15),

	/** All of a wallet, because earlier events were not written. */
	SNAPSHOT(16),

	/** The wallet was rebuilt from the ledger. */
	REBUILT(17);

	private final int code;

	EventType(int code) {
		this.code = code;
	}

	/**
	 * Returns the number that stands for this type in a stream.
	 * @return 1 to 17
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns the type that a number stands for.
	 * @param code 1 to 17
	 * @return the type
	 */
	public static EventType ofCode(long code) {
		for (EventType type : values()) {
			if (type.code == code) {
				return type;
			}
		}
		throw new IllegalArgumentException("Unknown event type " + code);
	}

}
