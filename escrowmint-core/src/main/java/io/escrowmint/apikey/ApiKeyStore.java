package io.escrowmint.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps API keys, never more of them than a hash. Every call is one atomic step, judges
 * time by the store's own clock, and blocks. Implementations are thread-safe and pass one
 * contract suite.
 * <p>
 * Reads throw {@link StoreUnavailableException} if the store cannot answer. A write whose
 * answer is lost throws {@link ApiKeyChangeUnknownException}; it can be repeated.
 */
public interface ApiKeyStore extends AutoCloseable {

	/** Largest page. */
	int MAX_PAGE_SIZE = 1000;

	/**
	 * Applies a change.
	 * @param change the change
	 * @return the key as it is afterwards, the new one of a rotation; empty if the change
	 * was refused
	 */
	Optional<ApiKeyRecord> apply(ApiKeyChange change);

	/**
	 * Adds records as they are. One whose id or hash is known already is left out.
	 * @param records the records
	 * @return how many were added
	 */
	int restore(List<ApiKeyRecord> records);

	/**
	 * Forgets keys that ended before a time: they were revoked or have expired.
	 * @param endedBefore the time; what has not ended yet stays in any case
	 * @return how many were forgotten
	 */
	int purge(Instant endedBefore);

	/**
	 * Finds a key.
	 * @param id its id
	 * @return the key, empty if it is unknown
	 */
	Optional<ApiKeyRecord> find(String id);

	/**
	 * Lists the keys of a wallet.
	 * @param wallet the wallet
	 * @param limit how many at most, 1 to {@link #MAX_PAGE_SIZE}
	 * @param after after which id the page begins, absent: the beginning
	 * @return the page
	 */
	ApiKeyPage list(String wallet, int limit, @Nullable String after);

	/**
	 * Returns what has changed since a version; from 0 on, that is every key. The
	 * versions 0 and the latest are always known, as is that of each key's latest change.
	 * One that later changes have replaced stays known long enough that a reader who asks
	 * again and again goes on from his, however many keys change; one that was never
	 * given, or was lost since, is not.
	 * @param after the version
	 * @param limit how many records at most, 1 to {@link #MAX_PAGE_SIZE}
	 * @return the changes
	 */
	ApiKeyChanges changes(long after, int limit);

	/**
	 * Tells whether a read takes neither time nor luck, because the keys are in this
	 * process.
	 * @return {@code true} if it may be called from any thread
	 */
	default boolean isLocal() {
		return false;
	}

	@Override
	default void close() {
	}

}
