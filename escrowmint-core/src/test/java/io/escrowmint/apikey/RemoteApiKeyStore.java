package io.escrowmint.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.StoreUnavailableException;

/**
 * Another store as if it were far away: it can go away and come back.
 */
public final class RemoteApiKeyStore implements ApiKeyStore {

	private final ApiKeyStore store;

	private final AtomicInteger reads = new AtomicInteger();

	private final boolean silent;

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
	 * How often the copies of the keys have asked for changes.
	 */
	public int reads() {
		return this.reads.get();
	}

	@Override
	public Optional<ApiKeyRecord> apply(ApiKeyChange change) {
		return reached().apply(change);
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
		return changes;
	}

	private ApiKeyStore reached() {
		if (this.away) {
			throw new StoreUnavailableException("The store is away", null);
		}
		return this.store;
	}

}
