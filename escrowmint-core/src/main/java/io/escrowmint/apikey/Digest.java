package io.escrowmint.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key. That is enough: a key of 256 random bits cannot be guessed,
 * however fast its hash is, and a slow hash would only help those who flood us. Equality
 * takes the same time wherever two digests differ; what remains to be measured depends on
 * the hash of what was sent, which nobody can steer towards the hash of a key.
 */
final class Digest {

	private final byte[] bytes;

	private Digest(byte[] bytes) {
		this.bytes = bytes;
	}

	static Digest of(String secret) {
		try {
			return new Digest(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is part of every JDK", ex);
		}
	}

	static Digest parse(String hash) {
		return new Digest(HexFormat.of().parseHex(hash));
	}

	String hash() {
		return HexFormat.of().formatHex(this.bytes);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Digest digest && MessageDigest.isEqual(this.bytes, digest.bytes);
	}

	@Override
	public int hashCode() {
		return this.bytes[0] << 24 | (this.bytes[1] & 0xff) << 16 | (this.bytes[2] & 0xff) << 8
				| (this.bytes[3] & 0xff);
	}

	@Override
	public String toString() {
		return "Digest";
	}

}
