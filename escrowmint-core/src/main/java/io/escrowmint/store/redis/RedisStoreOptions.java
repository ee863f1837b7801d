package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.store.StoreOptions;

/**
 * What the Redis engine needs to know beside what every store needs.
 *
 * @param store what every store needs
 * @param prefix begins every key; 1 to 64 bytes of UTF-8 without braces, spaces and
 * control characters
 */
public record RedisStoreOptions(StoreOptions store, String prefix) {

	/** The shipped defaults. */
	public static final RedisStoreOptions DEFAULTS = new RedisStoreOptions(StoreOptions.DEFAULTS, "escrowmint");

	private static final int MAX_PREFIX_BYTES = 64;

	public RedisStoreOptions {
		int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > MAX_PREFIX_BYTES) {
			throw new InvalidRequestException("prefix", prefix, "must be 1 to " + MAX_PREFIX_BYTES + " bytes of UTF-8");
		}
		if (prefix.codePoints().anyMatch((c) -> c == '{' || c == '}' || c <= ' ' || Character.isISOControl(c))) {
			throw new InvalidRequestException("prefix", prefix,
					"must not contain braces, spaces or control characters");
		}
	}

}
