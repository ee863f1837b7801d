package io.escrowmint.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 in the making. Used by one thread.
 */
final class Sha256 {

	private final MessageDigest digest;

	Sha256() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is part of every JDK", ex);
		}
	}

	Sha256 of(byte[] bytes) {
		this.digest.update(bytes);
		return this;
	}

	/**
	 * Returns it as 64 hexadecimal digits.
	 */
	String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

}
