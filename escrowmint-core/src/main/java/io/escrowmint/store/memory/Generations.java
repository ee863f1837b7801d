package io.escrowmint.store.memory;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Records that are remembered for a time, in two generations: what is written goes into
 * the current one; once that is older than the time to live, the next write makes it the
 * previous one and begins anew. A generation is forgotten as a whole after twice the time
 * to live, so that a record lives once to twice that long and none needs a timer of its
 * own.
 *
 * @param <K> what a record is found by
 * @param <V> the record
 */
final class Generations<K, V> {

	private final long ttl;

	private @Nullable Generation<K, V> current;

	private @Nullable Generation<K, V> previous;

	/**
	 * Creates an empty store.
	 * @param ttl time to live in ms
	 */
	Generations(long ttl) {
		this.ttl = ttl;
	}

	@Nullable V find(K key, long now) {
		forget(now);
		V found = (this.current != null) ? this.current.records.get(key) : null;
		if (found != null || this.previous == null) {
			return found;
		}
		return this.previous.records.get(key);
	}

	void put(K key, V value, long now) {
		forget(now);
		Generation<K, V> target = this.current;
		if (target == null || now - target.created >= this.ttl) {
			this.previous = target;
			target = new Generation<>(now);
			this.current = target;
		}
		target.records.put(key, value);
	}

	/**
	 * Changes a record where it lies, without prolonging its life.
	 * @param key what it is found by
	 * @param former the very record that was found
	 * @param value the new content
	 * @return whether the record lies here
	 */
	boolean update(K key, V former, V value) {
		return replace(this.current, key, former, value) || replace(this.previous, key, former, value);
	}

	private boolean replace(@Nullable Generation<K, V> generation, K key, V former, V value) {
		if (generation == null || generation.records.get(key) != former) {
			return false;
		}
		generation.records.put(key, value);
		return true;
	}

	void remove(K key) {
		if (this.current != null) {
			this.current.records.remove(key);
		}
		if (this.previous != null) {
			this.previous.records.remove(key);
		}
	}

	/**
	 * Drops the generations whose time is over.
	 * @param now the time of the store in ms
	 */
	void forget(long now) {
		if (this.previous != null && isOver(this.previous, now)) {
			this.previous = null;
		}
		if (this.current != null && isOver(this.current, now)) {
			this.current = null;
		}
	}

	private boolean isOver(Generation<K, V> generation, long now) {
		return now - generation.created >= 2 * this.ttl;
	}

	private static final class Generation<K, V> {

		private final long created;

		private final Map<K, V> records = new HashMap<>();

		private Generation(long created) {
			this.created = created;
		}

	}

}
