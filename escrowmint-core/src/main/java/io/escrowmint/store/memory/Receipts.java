package io.escrowmint.store.memory;

import io.escrowmint.model.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of a partition's receipts. What callers named and what the library named
 * lie apart, because they are remembered for different times.
 *
 * @param <V> the receipts; their type is the namespace
 */
final class Receipts<V extends Receipt> {

	private final Class<V> type;

	private final Generations<Key, Receipt> byCaller;

	private final Generations<Key, Receipt> byLibrary;

	Receipts(Class<V> type, Generations<Key, Receipt> byCaller, Generations<Key, Receipt> byLibrary) {
		this.type = type;
		this.byCaller = byCaller;
		this.byLibrary = byLibrary;
	}

	/**
	 * Finds what an id stands for, first among those of its own origin.
	 * @param wallet the wallet
	 * @param id the id
	 * @param now the time of the store in ms
	 * @return the receipt, {@code null} if there is none
	 */
	@Nullable V find(String wallet, OperationId id, long now) {
		Key key = key(wallet, id.value());
		Receipt found = first(id).find(key, now);
		return cast((found != null) ? found : second(id).find(key, now));
	}

	/**
	 * Finds what an id stands for, whoever named it.
	 * @param wallet the wallet
	 * @param name the id
	 * @param now the time of the store in ms
	 * @return the receipt, {@code null} if there is none
	 */
	@Nullable V find(String wallet, String name, long now) {
		Key key = key(wallet, name);
		Receipt found = this.byLibrary.find(key, now);
		return cast((found != null) ? found : this.byCaller.find(key, now));
	}

	void put(String wallet, OperationId id, V receipt, long now) {
		first(id).put(key(wallet, id.value()), receipt, now);
	}

	private Generations<Key, Receipt> first(OperationId id) {
		return id.isCallerNamed() ? this.byCaller : this.byLibrary;
	}

	private Generations<Key, Receipt> second(OperationId id) {
		return id.isCallerNamed() ? this.byLibrary : this.byCaller;
	}

	/**
	 * Writes a receipt of an id whose origin is not known: to both sides, since a late
	 * first use may come from either.
	 * @param wallet the wallet
	 * @param name the id
	 * @param tombstone the receipt
	 * @param now the time of the store in ms
	 */
	void bury(String wallet, String name, V tombstone, long now) {
		this.byCaller.put(key(wallet, name), tombstone, now);
		this.byLibrary.put(key(wallet, name), tombstone, now);
	}

	/**
	 * Changes a receipt where it lies.
	 * @param wallet the wallet
	 * @param name the id
	 * @param former the receipt that was found
	 * @param receipt the new content
	 */
	void update(String wallet, String name, V former, V receipt) {
		Key key = key(wallet, name);
		if (!this.byLibrary.update(key, former, receipt)) {
			this.byCaller.update(key, former, receipt);
		}
	}

	void remove(String wallet, String name) {
		Key key = key(wallet, name);
		this.byCaller.remove(key);
		this.byLibrary.remove(key);
	}

	private @Nullable V cast(@Nullable Receipt receipt) {
		return (receipt != null) ? this.type.cast(receipt) : null;
	}

	private Key key(String wallet, String name) {
		return new Key(this.type, wallet, name);
	}

	record Key(Class<? extends Receipt> namespace, String wallet, String name) {

	}

}
