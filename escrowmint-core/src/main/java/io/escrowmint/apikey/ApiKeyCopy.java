package io.escrowmint.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.escrowmint.model.StoreUnavailableException;

/**
 * All usable keys in memory. A copy is as old as the moment in which the store was last
 * asked, not answered: whatever had changed by then is in it. Readers take no lock; one
 * thread at a time refreshes, and publishes what it has found in one write.
 */
final class ApiKeyCopy {

	private static final int PAGE_SIZE = 500;

	private final ApiKeyStore store;

	private final long maxStalenessNanos;

	private final LongSupplier nanoTime;

	private final ReentrantLock refreshing = new ReentrantLock();

	private volatile View view;

	ApiKeyCopy(ApiKeyStore store, Duration maxStaleness, LongSupplier nanoTime) {
		this.store = store;
		this.maxStalenessNanos = maxStaleness.toNanos();
		this.nanoTime = nanoTime;
		this.view = View.empty("", 0, nanoTime.getAsLong() - this.maxStalenessNanos - 1);
	}

	Optional<ApiKey> find(Digest digest) {
		return find(digest, current());
	}

	/**
	 * Finds a key in what is known, however old that is.
	 */
	Optional<ApiKey> findLastKnown(Digest digest) {
		View known = this.view;
		return find(digest, known.isOfAStore() ? known : current());
	}

	private Optional<ApiKey> find(Digest digest, View view) {
		ApiKey key = view.keys.get(digest);
		return (key != null && key.isUsableAt(view.timeAt(this.nanoTime.getAsLong()))) ? Optional.of(key)
				: Optional.empty();
	}

	boolean isCurrent() {
		return isCurrent(this.view);
	}

	/**
	 * Catches up with the store. Begins anew if the store is another one than before, has
	 * gone back, also if it has gone on since, or has purged what this copy has not seen.
	 * @throws StoreUnavailableException if the store does not answer; the copy stays, and
	 * ages
	 */
	void refresh() {
		this.refreshing.lock();
		try {
			View next = this.view;
			boolean more = true;
			while (more) {
				long asked = this.nanoTime.getAsLong();
				ApiKeyChanges changes = this.store.changes(next.position, PAGE_SIZE);
				if (next.isContinuedBy(changes)) {
					next = next.plus(changes, asked);
					more = changes.more();
				}
				else {
					next = View.empty(changes.epoch(), changes.purged(), asked);
				}
			}
			this.view = next;
		}
		finally {
			this.refreshing.unlock();
		}
	}

	private View current() {
		View known = this.view;
		if (isCurrent(known)) {
			return known;
		}
		if (!this.store.isLocal()) {
			throw new StoreUnavailableException("The API keys in memory are out of date", null);
		}
		refresh();
		return this.view;
	}

	private boolean isCurrent(View view) {
		return this.nanoTime.getAsLong() - view.asked <= this.maxStalenessNanos;
	}

	/**
	 * What is known, and up to where.
	 *
	 * @param keys the usable keys; shared by the views of one epoch
	 * @param epoch the life of the store
	 * @param position the version up to which this goes
	 * @param purged what had been purged by then
	 * @param time the store's time, no earlier than {@code asked}
	 * @param asked when the store was asked, by this process
	 */
	private record View(Map<Digest, ApiKey> keys, String epoch, long position, long purged, Instant time, long asked) {

		static View empty(String epoch, long purged, long asked) {
			return new View(new ConcurrentHashMap<>(), epoch, 0, purged, Instant.EPOCH, asked);
		}

		boolean isOfAStore() {
			return !this.epoch.isEmpty();
		}

		boolean isContinuedBy(ApiKeyChanges changes) {
			return changes.known() && this.epoch.equals(changes.epoch()) && changes.version() >= this.position
					&& (changes.purged() == this.purged || changes.purged() <= this.position);
		}

		View plus(ApiKeyChanges changes, long asked) {
			for (ApiKeyRecord entry : changes.records()) {
				Digest digest = Digest.parse(entry.hash());
				if (entry.key().isUsableAt(changes.time())) {
					this.keys.put(digest, entry.key());
				}
				else {
					this.keys.remove(digest);
				}
			}
			if (changes.purged() != this.purged) {
				this.keys.values().removeIf((key) -> !key.isUsableAt(changes.time()));
			}
			return new View(this.keys, this.epoch, changes.position(), changes.purged(), changes.time(), asked);
		}

		/**
		 * Never behind the store's clock, so that a key expires too early rather than too
		 * late, by the length of a call.
		 */
		Instant timeAt(long nanoTime) {
			return this.time.plusNanos(nanoTime - this.asked);
		}

	}

}
