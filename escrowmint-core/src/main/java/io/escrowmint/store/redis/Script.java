package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script as it is sent.
 *
 * @param name for humans
 * @param text the source
 * @param sha1 its digest, by which Redis knows it
 */
record Script(String name, byte[] text, String sha1) {

	static Script of(String name, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
			return new Script(name, bytes, HexFormat.of().formatHex(digest));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-1 is part of every JDK", ex);
		}
	}

	String source() {
		return new String(this.text, StandardCharsets.UTF_8);
	}

}
