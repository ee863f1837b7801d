package io.escrowmint.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of an advisory lock as databases can take it: they limit its length, fold its
 * case or take a number only. A digest of any name meets another one with no chance worth
 * naming; of two that did, one would wait for the other without need.
 *
 * @param digest the SHA-256 of the name
 */
record LockKey(byte[] digest) {

	static LockKey of(String name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("Empty name of an advisory lock");
		}
		try {
			byte[] bytes = ("escrowmint:" + name).getBytes(StandardCharsets.UTF_8);
			return new LockKey(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long number() {
		return ByteBuffer.wrap(this.digest).getLong();
	}

	String text() {
		return HexFormat.of().formatHex(this.digest);
	}

}
