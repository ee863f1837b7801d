package io.escrowmint.apikey.redis;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.escrowmint.redis.RedisScript;

/**
 * The scripts, one per verb, each behind what all of them share.
 */
final class ApiKeyScripts {

	private final Map<Verb, RedisScript> scripts = new EnumMap<>(Verb.class);

	ApiKeyScripts() {
		for (Verb verb : Verb.values()) {
			String name = verb.name().toLowerCase(Locale.ROOT);
			this.scripts.put(verb, RedisScript.load(ApiKeyScripts.class, name, "record", name));
		}
	}

	RedisScript get(Verb verb) {
		RedisScript script = this.scripts.get(verb);
		if (script == null) {
			throw new IllegalArgumentException("No script for " + verb);
		}
		return script;
	}

	/**
	 * What can be done, as named by the files.
	 */
	enum Verb {

		/** Adds a key. */
		CREATE,

		/** Adds a key in place of another. */
		ROTATE,

		/** Ends a key. */
		REVOKE,

		/** Changes a label. */
		RELABEL,

		/** Changes an expiry. */
		EXPIRE,

		/** Adds exported records. */
		RESTORE,

		/** Forgets ended keys. */
		PURGE,

		/** Reads one key. */
		FIND,

		/** Reads the keys of a wallet. */
		LIST,

		/** Reads what has changed. */
		CHANGES

	}

}
