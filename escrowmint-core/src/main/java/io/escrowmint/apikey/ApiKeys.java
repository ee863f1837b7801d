package io.escrowmint.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * API keys and the wallets that they pay from: create, rotate, revoke, relabel, expire;
 * find, list, export, import, purge; and {@link #authenticate}.
 * <p>
 * A key holds 256 random bits. It is shown once, when it is made; what is kept is its
 * SHA-256. {@link #authenticate} answers from a copy in memory, without a call to the
 * store and without blocking. The copy is asked to be at most
 * {@link ApiKeyOptions#maxStaleness()} old: a change is seen by every instance within
 * that time, and an instance that cannot keep up says that it is unavailable. This
 * instance sees its own changes at once.
 * <p>
 * All other methods block and throw {@link StoreUnavailableException} or
 * {@link ApiKeyChangeUnknownException} if the store does not answer. Each can be
 * repeated, except that {@link #create} without a secret and {@link #rotate} make another
 * key each time. Where an answer is lost, these two ask again by themselves, a few times,
 * for the very same key. Thread-safe. Nothing is authenticated before {@link #start()}.
 */
public final class ApiKeys implements ApiKeyLookup, AutoCloseable {

	private final ApiKeyStore store;

	private final ApiKeyCopy copy;

	private final OwnChanges changes;

	private final ApiKeyIssue issue;

	private final ApiKeyRefresh refresh;

	/**
	 * Creates API keys over a store, which are kept up to date on a daemon thread.
	 * @param store keeps them; closed by whoever made it
	 * @param options how they are made and looked up
	 */
	public ApiKeys(ApiKeyStore store, ApiKeyOptions options) {
		this(store, options, System::nanoTime);
	}

	/**
	 * Creates API keys over a store.
	 * @param store keeps them; closed by whoever made it
	 * @param options how they are made and looked up
	 * @param threads makes the thread that keeps them up to date; it must not keep the
	 * process alive
	 */
	public ApiKeys(ApiKeyStore store, ApiKeyOptions options, ThreadFactory threads) {
		this(store, options, System::nanoTime, threads);
	}

	ApiKeys(ApiKeyStore store, ApiKeyOptions options, LongSupplier nanoTime) {
		this(store, options, nanoTime, (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
	}

	private ApiKeys(ApiKeyStore store, ApiKeyOptions options, LongSupplier nanoTime, ThreadFactory threads) {
		this.store = store;
		this.copy = new ApiKeyCopy(store, options.maxStaleness(), nanoTime);
		this.changes = new OwnChanges(store, this.copy);
		this.issue = new ApiKeyIssue(new ApiKeyGenerator(options.prefix()), this.changes);
		this.refresh = new ApiKeyRefresh(this.copy, options.refresh(), threads);
	}

	/**
	 * Loads all keys, if the store answers, and keeps them up to date from now on.
	 */
	public void start() {
		this.refresh.start();
	}

	/**
	 * Ends that. Can be started again.
	 */
	public void stop() {
		this.refresh.stop();
	}

	/**
	 * Tells whether keys are kept up to date.
	 * @return {@code true} between start and stop
	 */
	public boolean isRunning() {
		return this.refresh.isRunning();
	}

	/**
	 * Tells whether {@link #authenticate} could answer now.
	 * @return {@code false} if it would say that it is unavailable
	 */
	public boolean isAvailable() {
		return this.store.isLocal() || this.copy.isCurrent();
	}

	@Override
	public Optional<ApiKey> authenticate(@Nullable String secret) {
		if (secret == null || !ApiKeyRules.isPossible(secret)) {
			return Optional.empty();
		}
		return this.copy.find(Digest.of(secret));
	}

	/**
	 * Returns a lookup that goes on with what was known last while the store is away,
	 * instead of saying that it cannot tell. A revocation that this process cannot see
	 * then has no effect in it; expiry has. For requests that an outage must not stop.
	 * @return the lookup; fails as {@link #authenticate} does as long as nothing was ever
	 * known
	 */
	public ApiKeyLookup lastKnown() {
		return (secret) -> (secret != null && ApiKeyRules.isPossible(secret))
				? this.copy.findLastKnown(Digest.of(secret)) : Optional.empty();
	}

	/**
	 * Makes a key that does not expire.
	 * @param wallet who pays
	 * @param label for humans
	 * @return the key and its secret
	 */
	public IssuedApiKey create(String wallet, String label) {
		return create(NewApiKey.of(wallet).label(label));
	}

	/**
	 * Makes a key. With a given secret that is known already for the wallet, answers the
	 * known key, unchanged: only then can this be repeated.
	 * @param request what it shall be
	 * @return the key and its secret
	 * @throws ApiKeyConflictException if the id or the secret belongs to another key
	 * @throws ApiKeyChangeUnknownException if the key may have been made. If its secret
	 * was not given, nobody can use it: look for it in {@link #list}, or by the id that
	 * was given in {@link #find}, and {@link #revoke} it, or leave it
	 */
	public IssuedApiKey create(NewApiKey request) {
		return this.issue.create(request);
	}

	/**
	 * Makes a key in place of another, which ends after the overlap. The new one ends
	 * when the old one would have.
	 * @param id the old key
	 * @param overlap how long both can be used, 0 to 365 days
	 * @return the new key; empty if the old one is unknown or not usable any more
	 * @throws ApiKeyChangeUnknownException see {@link #rotate(String, Duration, Instant)}
	 */
	public Optional<IssuedApiKey> rotate(String id, Duration overlap) {
		return rotate(id, overlap, null);
	}

	/**
	 * Makes a key in place of another, which ends after the overlap.
	 * @param id the old key
	 * @param overlap how long both can be used, 0 to 365 days
	 * @param expires when the new one ends; absent: when the old one would have
	 * @return the new key; empty if the old one is unknown or not usable any more
	 * @throws ApiKeyChangeUnknownException if the old one may have been replaced by one
	 * that nobody knows. Do not simply repeat this: {@link #find} tells whether the old
	 * one ends now. If it does, {@link #revoke} the new one, which {@link #list} shows,
	 * and either give the old one its expiry back by {@link #expireAt} before it ends and
	 * rotate again, or {@link #create} another
	 */
	public Optional<IssuedApiKey> rotate(String id, Duration overlap, @Nullable Instant expires) {
		return this.issue.rotate(id, overlap, expires);
	}

	/**
	 * Ends a key for good.
	 * @param id the key
	 * @return the key; empty if it is unknown
	 */
	public Optional<ApiKey> revoke(String id) {
		return this.changes.apply(new ApiKeyChange.Revoke(id));
	}

	/**
	 * Changes a label.
	 * @param id the key
	 * @param label at most 240 characters, empty for none
	 * @return the key; empty if it is unknown
	 */
	public Optional<ApiKey> relabel(String id, String label) {
		return this.changes.apply(new ApiKeyChange.Relabel(id, label));
	}

	/**
	 * Changes when a key ends. One that has ended is not revived.
	 * @param id the key
	 * @param expires when, by the store's clock; absent: never
	 * @return the key; empty if it is unknown or not usable any more
	 */
	public Optional<ApiKey> expireAt(String id, @Nullable Instant expires) {
		return this.changes.apply(new ApiKeyChange.ExpireAt(id, expires));
	}

	/**
	 * Finds a key by its id.
	 * @param id the id
	 * @return the key, usable or not; empty if it is unknown
	 */
	public Optional<ApiKey> find(String id) {
		return ApiKeyRules.isId(id) ? this.store.find(id).map(ApiKeyRecord::key) : Optional.empty();
	}

	/**
	 * Lists the keys of a wallet, usable or not.
	 * @param wallet the wallet
	 * @param limit how many at most, 1 to 1000
	 * @param after after which id the page begins, absent: the beginning
	 * @return the page
	 */
	public ApiKeyPage list(String wallet, int limit, @Nullable String after) {
		ApiKeyRules.wallet(wallet);
		if (limit < 1 || limit > ApiKeyStore.MAX_PAGE_SIZE) {
			throw new InvalidRequestException("limit", limit, "must be between 1 and " + ApiKeyStore.MAX_PAGE_SIZE);
		}
		return this.store.list(wallet, limit, (after != null) ? ApiKeyRules.id(after) : null);
	}

	/**
	 * Returns all that is kept of all keys: hashes, never a key. Keys are in no ledger;
	 * this is what to keep for the day on which the store is lost. If it loses some while
	 * this reads, this begins anew; what changes in between may be in it, or not.
	 * @return the records
	 * @throws StoreUnavailableException if the store does not answer, or goes on losing
	 */
	public List<ApiKeyRecord> exportAll() {
		return new ApiKeyArchive(this.store).exportAll();
	}

	/**
	 * Adds what an export holds. Keys that are known already stay as they are, so it may
	 * be repeated. A key that was revoked after the export is usable again afterwards.
	 * @param records the records
	 * @return how many were added
	 */
	public int importAll(List<ApiKeyRecord> records) {
		int added = new ApiKeyArchive(this.store).importAll(records);
		this.changes.see();
		return added;
	}

	/**
	 * Forgets keys that ended before a time.
	 * @param endedBefore the time, any; one that has not come yet is taken for now
	 * @return how many were forgotten
	 */
	public int purge(Instant endedBefore) {
		return this.store.purge(endedBefore);
	}

	@Override
	public void close() {
		stop();
	}

}
