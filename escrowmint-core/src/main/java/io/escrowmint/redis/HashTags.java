package io.escrowmint.redis;

import io.escrowmint.store.Partitions;

/**
 * Where keys lie in a cluster.
 */
public final class HashTags {

	private static final int SLOTS = 16384;

	private HashTags() {
	}

	/**
	 * Returns the part of a key that decides on its slot.
	 * @param key the key
	 * @return what stands between the first brace and the next that closes it, or the
	 * whole key if that is nothing
	 */
	public static String tagOf(String key) {
		int open = key.indexOf('{');
		int close = (open >= 0) ? key.indexOf('}', open + 1) : -1;
		return (close > open + 1) ? key.substring(open + 1, close) : key;
	}

	/**
	 * Returns the slot of a key.
	 * @param key the key
	 * @return 0 to 16383
	 */
	public static int slotOf(String key) {
		return Partitions.of(tagOf(key), SLOTS);
	}

}
