package io.escrowmint.apikey.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyChanges;
import io.escrowmint.apikey.ApiKeyPage;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.apikey.ApiKeyStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps API keys in this process, and forgets them at its end. Every method holds the
 * lock of the store, so each is one step. Thread-safe.
 */
public final class MemoryApiKeyStore implements ApiKeyStore {

	private final InstantSource clock;

	/** By id; in order, because listings are. */
	private final TreeMap<String, ApiKeyRecord> records = new TreeMap<>();

	private final Map<String, String> idsByHash = new HashMap<>();

	private final TreeMap<Long, String> idsByVersion = new TreeMap<>();

	private final Map<String, Long> versionsById = new HashMap<>();

	private long version;

	private long purged;

	/**
	 * Creates an empty store.
	 * @param clock judges expiry
	 */
	public MemoryApiKeyStore(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public synchronized Optional<ApiKeyRecord> apply(ApiKeyChange change) {
		if (change instanceof ApiKeyChange.Create create) {
			return create(create);
		}
		ApiKeyRecord known = this.records.get(change.id());
		if (known == null) {
			return Optional.empty();
		}
		if (change instanceof ApiKeyChange.Rotate rotate) {
			return rotate(rotate, known);
		}
		return changed(change, known.key()).map((key) -> write(new ApiKeyRecord(key, known.hash())));
	}

	private Optional<ApiKey> changed(ApiKeyChange change, ApiKey known) {
		if (change instanceof ApiKeyChange.Revoke) {
			return Optional.of((known.revoked() != null) ? known : known.withRevoked(now()));
		}
		if (change instanceof ApiKeyChange.Relabel relabel) {
			return Optional.of(known.withLabel(relabel.label()));
		}
		if (change instanceof ApiKeyChange.ExpireAt expire && known.isUsableAt(now())) {
			return Optional.of(known.withExpires(millis(expire.expires())));
		}
		return Optional.empty();
	}

	private Optional<ApiKeyRecord> create(ApiKeyChange.Create create) {
		String id = this.idsByHash.get(create.hash());
		if (id != null) {
			return Optional.ofNullable(this.records.get(id))
				.filter((known) -> known.key().wallet().equals(create.wallet()));
		}
		if (this.records.containsKey(create.id())) {
			return Optional.empty();
		}
		ApiKey key = new ApiKey(create.id(), create.wallet(), create.label(), now(), millis(create.expires()), null);
		return Optional.of(write(new ApiKeyRecord(key, create.hash())));
	}

	private Optional<ApiKeyRecord> rotate(ApiKeyChange.Rotate rotate, ApiKeyRecord known) {
		ApiKeyRecord made = this.records.get(rotate.newId());
		if (made != null) {
			return Optional.of(made).filter((entry) -> entry.hash().equals(rotate.newHash()));
		}
		Instant now = now();
		ApiKey old = known.key();
		if (!old.isUsableAt(now) || this.idsByHash.containsKey(rotate.newHash())) {
			return Optional.empty();
		}
		Instant ends = millis(now.plus(rotate.overlap()));
		write(new ApiKeyRecord(
				old.withExpires((old.expires() != null && old.expires().isBefore(ends)) ? old.expires() : ends),
				known.hash()));
		Instant expires = (rotate.expires() != null) ? millis(rotate.expires()) : old.expires();
		return Optional
			.of(write(new ApiKeyRecord(new ApiKey(rotate.newId(), old.wallet(), old.label(), now, expires, null),
					rotate.newHash())));
	}

	@Override
	public synchronized int restore(List<ApiKeyRecord> records) {
		int added = 0;
		for (ApiKeyRecord entry : records) {
			if (!this.records.containsKey(entry.key().id()) && !this.idsByHash.containsKey(entry.hash())) {
				write(entry);
				added++;
			}
		}
		return added;
	}

	@Override
	public synchronized int purge(Instant endedBefore) {
		Instant now = now();
		Instant before = endedBefore.isBefore(now) ? endedBefore : now;
		List<ApiKeyRecord> ended = this.records.values()
			.stream()
			.filter((entry) -> isBefore(entry.key().revoked(), before) || isBefore(entry.key().expires(), before))
			.toList();
		ended.forEach(this::forget);
		return ended.size();
	}

	@Override
	public synchronized Optional<ApiKeyRecord> find(String id) {
		return Optional.ofNullable(this.records.get(id));
	}

	@Override
	public synchronized ApiKeyPage list(String wallet, int limit, @Nullable String after) {
		List<ApiKey> keys = this.records.tailMap((after != null) ? after : "", false)
			.values()
			.stream()
			.map(ApiKeyRecord::key)
			.filter((key) -> key.wallet().equals(wallet))
			.limit(limit + 1L)
			.toList();
		return (keys.size() > limit) ? new ApiKeyPage(keys.subList(0, limit), keys.get(limit - 1).id())
				: new ApiKeyPage(keys, null);
	}

	@Override
	public synchronized ApiKeyChanges changes(long after, int limit) {
		List<ApiKeyRecord> found = new ArrayList<>();
		long position = after;
		for (Map.Entry<Long, String> change : this.idsByVersion.tailMap(after, false).entrySet()) {
			if (found.size() == limit) {
				return new ApiKeyChanges(after <= this.version, "memory", this.version, this.purged, now(), found,
						position, true);
			}
			Optional.ofNullable(this.records.get(change.getValue())).ifPresent(found::add);
			position = change.getKey();
		}
		return new ApiKeyChanges(after <= this.version, "memory", this.version, this.purged, now(), found, this.version,
				false);
	}

	private ApiKeyRecord write(ApiKeyRecord entry) {
		String id = entry.key().id();
		if (entry.equals(this.records.get(id))) {
			return entry;
		}
		this.records.put(id, entry);
		this.idsByHash.put(entry.hash(), id);
		this.version++;
		Long before = this.versionsById.put(id, this.version);
		if (before != null) {
			this.idsByVersion.remove(before);
		}
		this.idsByVersion.put(this.version, id);
		return entry;
	}

	private void forget(ApiKeyRecord entry) {
		this.records.remove(entry.key().id());
		this.idsByHash.remove(entry.hash());
		Long at = this.versionsById.remove(entry.key().id());
		if (at != null) {
			this.idsByVersion.remove(at);
			this.purged = Math.max(this.purged, at);
		}
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private static @Nullable Instant millis(@Nullable Instant time) {
		return (time != null) ? time.truncatedTo(ChronoUnit.MILLIS) : null;
	}

	private static boolean isBefore(@Nullable Instant time, Instant before) {
		return time != null && time.isBefore(before);
	}

}
