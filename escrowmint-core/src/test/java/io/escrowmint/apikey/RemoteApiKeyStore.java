package io.escrowmint.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.StoreUnavailableException;

/**
 * Another store as if it were far away: it can go away and come back, lose answers and
 * forget.
 */
public final class RemoteApiKeyStore implements ApiKeyStore {

	private final AtomicInteger reads = new AtomicInteger();

	private final Queue<Runnable> afterChanges = new ConcurrentLinkedQueue<>();

	private final Queue<Runnable> afterReads = new ConcurrentLinkedQueue<>();

	private final boolean silent;

	private volatile ApiKeyStore store;

	private volatile boolean away;

	public RemoteApiKeyStore(ApiKeyStore store) {
		this(store, false);
	}

	/**
	 * Creates the store.
	 * @param silent whether it never tells of changes, so that no copy knows any key
	 */
	public RemoteApiKeyStore(ApiKeyStore store, boolean silent) {
		this.store = store;
		this.silent = silent;
	}

	public boolean isSilent() {
		return this.silent;
	}

	public void away(boolean away) {
		this.away = away;
	}

	/**
	 * What happens once a change is made: the first time, the second time and so on.
	 */
	public void afterChanges(Runnable... happenings) {
		this.afterChanges.addAll(List.of(happenings));
	}

	/**
	 * What happens once changes were read.
	 */
	public void afterReads(Runnable... happenings) {
		this.afterReads.addAll(List.of(happenings));
	}

	/**
	 * Puts another store in its place, such as one that knows less.
	 */
	public void replace(ApiKeyStore other) {
		this.store = other;
	}

	/**
	 * How often the copies of the keys have asked for changes.
	 */
	public int reads() {
		return this.reads.get();
	}

	@Override
	public Optional<ApiKeyRecord> apply(ApiKeyChange change) {
		Optional<ApiKeyRecord> entry = reached().apply(change);
		happen(this.afterChanges);
		return entry;
	}

	@Override
	public int restore(List<ApiKeyRecord> records) {
		return reached().restore(records);
	}

	@Override
	public int purge(Instant endedBefore) {
		return reached().purge(endedBefore);
	}

	@Override
	public Optional<ApiKeyRecord> find(String id) {
		return reached().find(id);
	}

	@Override
	public ApiKeyPage list(String wallet, int limit, String after) {
		return reached().list(wallet, limit, after);
	}

	@Override
	public ApiKeyChanges changes(long after, int limit) {
		if (this.silent) {
			throw new StoreUnavailableException("The store is silent", null);
		}
		ApiKeyChanges changes = reached().changes(after, limit);
		this.reads.incrementAndGet();
		happen(this.afterReads);
		return changes;
	}

	private static void happen(Queue<Runnable> happenings) {
		Runnable next = happenings.poll();
		if (next != null) {
			next.run();
		}
	}

	private ApiKeyStore reached() {
		if (this.away) {
			throw new StoreUnavailableException("The store is away", null);
		}
		return this.store;
	}

}
