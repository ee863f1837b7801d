package io.escrowmint.apikey.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyChangeUnknownException;
import io.escrowmint.apikey.ApiKeyChanges;
import io.escrowmint.apikey.ApiKeyPage;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.redis.ApiKeyScripts.Verb;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Keeps API keys in Redis 6.2 and newer, under six keys {@code <prefix>:{api-keys}:...}
 * that share a slot: standalone, Sentinel or Cluster, also for a user who is limited to
 * the prefix. Every call is one script, on the primary, and is over when it is answered:
 * a change whose outcome is told as unknown was made by then, or is on its way to a Redis
 * that is slow, but is never sent again. Thread-safe.
 */
public final class RedisApiKeyStore implements ApiKeyStore {

	private static final Instant FAR_AWAY = Instant.parse("9999-12-31T23:59:59Z");

	private static final byte[] PURGE_STEP = ApiKeyCalls.utf8("200");

	private final ApiKeyCalls calls;

	/**
	 * Creates a store. Connects when it is called.
	 * @param factory the application's connection factory; of Lettuce, a sibling of it is
	 * used that never sends a command twice
	 * @param prefix begins every key
	 * @param timeout how long a call may take, with the wait for a thread and a
	 * connection; eight at a time are made, and two that keep copies up to date
	 */
	public RedisApiKeyStore(RedisConnectionFactory factory, String prefix, Duration timeout) {
		this.calls = new ApiKeyCalls(factory, prefix, timeout);
	}

	@Override
	public Optional<ApiKeyRecord> apply(ApiKeyChange change) {
		return first(write(verb(change), arguments(change)));
	}

	private static Verb verb(ApiKeyChange change) {
		if (change instanceof ApiKeyChange.Create) {
			return Verb.CREATE;
		}
		if (change instanceof ApiKeyChange.Rotate) {
			return Verb.ROTATE;
		}
		if (change instanceof ApiKeyChange.Revoke) {
			return Verb.REVOKE;
		}
		return (change instanceof ApiKeyChange.Relabel) ? Verb.RELABEL : Verb.EXPIRE;
	}

	private static String[] arguments(ApiKeyChange change) {
		if (change instanceof ApiKeyChange.Create create) {
			return new String[] { create.id(), create.hash(), create.wallet(), create.label(),
					millis(create.expires()) };
		}
		if (change instanceof ApiKeyChange.Rotate rotate) {
			return new String[] { rotate.id(), rotate.newId(), rotate.newHash(),
					Long.toString(rotate.overlap().toMillis()),
					(rotate.expires() != null) ? millis(rotate.expires()) : "" };
		}
		if (change instanceof ApiKeyChange.Relabel relabel) {
			return new String[] { relabel.id(), relabel.label() };
		}
		if (change instanceof ApiKeyChange.ExpireAt expire) {
			return new String[] { expire.id(), millis(expire.expires()) };
		}
		return new String[] { change.id() };
	}

	@Override
	public int restore(List<ApiKeyRecord> records) {
		String[] arguments = records.stream().flatMap(RedisApiKeyStore::fields).toArray(String[]::new);
		return (int) ApiKeyReplies.number(write(Verb.RESTORE, arguments), 0);
	}

	private static Stream<String> fields(ApiKeyRecord entry) {
		ApiKey key = entry.key();
		return Stream.of(key.id(), entry.hash(), key.wallet(), key.label(), millis(key.created()),
				millis(key.expires()), millis(key.revoked()));
	}

	@Override
	public int purge(Instant endedBefore) {
		byte[] before = ApiKeyCalls.utf8(millis(withinMillis(endedBefore)));
		byte[] cursor = ApiKeyCalls.utf8("0");
		int forgotten = 0;
		do {
			List<Object> reply = write(Verb.PURGE, cursor, before, PURGE_STEP);
			cursor = ApiKeyCalls.utf8(ApiKeyReplies.text(reply, 0));
			forgotten += (int) ApiKeyReplies.number(reply, 1);
		}
		while (cursor.length != 1 || cursor[0] != '0');
		return forgotten;
	}

	@Override
	public Optional<ApiKeyRecord> find(String id) {
		return first(read(Verb.FIND, id));
	}

	@Override
	public ApiKeyPage list(String wallet, int limit, @Nullable String after) {
		List<ApiKey> keys = ApiKeyReplies
			.records(read(Verb.LIST, wallet, (after != null) ? after : "", Integer.toString(limit + 1)), 0)
			.stream()
			.map(ApiKeyRecord::key)
			.toList();
		return (keys.size() > limit) ? new ApiKeyPage(keys.subList(0, limit), keys.get(limit - 1).id())
				: new ApiKeyPage(keys, null);
	}

	@Override
	public ApiKeyChanges changes(long after, int limit) {
		return ApiKeyReplies.changes(read(Verb.CHANGES, Long.toString(after), Integer.toString(limit)));
	}

	@Override
	public void close() {
		this.calls.close();
	}

	private List<Object> read(Verb verb, String... arguments) {
		try {
			return this.calls.run(verb, bytes(arguments));
		}
		catch (ApiKeyCallException ex) {
			throw new StoreUnavailableException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private List<Object> write(Verb verb, String... arguments) {
		return write(verb, bytes(arguments));
	}

	private List<Object> write(Verb verb, byte[]... arguments) {
		try {
			return this.calls.run(verb, arguments);
		}
		catch (ApiKeyCallException ex) {
			throw failure(ex);
		}
	}

	private static EscrowMintException failure(ApiKeyCallException ex) {
		String message = String.valueOf(ex.getMessage());
		return ex.isUnknown() ? new ApiKeyChangeUnknownException(message, ex)
				: new StoreUnavailableException(message, ex);
	}

	private static Optional<ApiKeyRecord> first(List<Object> reply) {
		return ApiKeyReplies.records(reply, 0).stream().findFirst();
	}

	private static byte[][] bytes(String... arguments) {
		return Stream.of(arguments).map(ApiKeyCalls::utf8).toArray(byte[][]::new);
	}

	private static Instant withinMillis(Instant time) {
		return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(FAR_AWAY) ? FAR_AWAY : time;
	}

	private static String millis(@Nullable Instant time) {
		return (time != null) ? Long.toString(time.toEpochMilli()) : "0";
	}

}
