package io.escrowmint.apikey.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The scripts, one per verb, each behind what all of them share.
 */
final class ApiKeyScripts {

	private final Map<Verb, Script> scripts = new EnumMap<>(Verb.class);

	ApiKeyScripts() {
		for (Verb verb : Verb.values()) {
			String text = load("record") + load(verb.name().toLowerCase(Locale.ROOT));
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			this.scripts.put(verb, new Script(bytes, sha1(bytes)));
		}
	}

	Script get(Verb verb) {
		Script script = this.scripts.get(verb);
		if (script == null) {
			throw new IllegalArgumentException("No script for " + verb);
		}
		return script;
	}

	static String load(String file) {
		try (InputStream stream = ApiKeyScripts.class.getResourceAsStream(file + ".lua")) {
			if (stream == null) {
				throw new IllegalStateException("Script " + file + ".lua is missing from the class path");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha1(byte[] text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-1 is part of every JDK", ex);
		}
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

	/**
	 * A script as it is sent.
	 *
	 * @param text the source
	 * @param sha1 its digest, by which Redis knows it
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Script(byte[] text, String sha1) {

	}

}
