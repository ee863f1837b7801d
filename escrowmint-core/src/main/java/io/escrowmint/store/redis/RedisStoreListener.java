package io.escrowmint.store.redis;

/**
 * Hears what the engine sends, for metrics. Called on whatever thread sends, so it must
 * be quick and thread-safe; what it throws is dropped.
 */
public interface RedisStoreListener {

	/** Hears nothing. */
	RedisStoreListener NONE = new RedisStoreListener() {
	};

	/**
	 * A script call was sent.
	 * @param calls how many operations travel in it
	 */
	default void sent(int calls) {
	}

	/**
	 * Redis did not know a script, which was sent in full.
	 */
	default void scriptReloaded() {
	}

}
