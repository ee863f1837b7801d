package io.escrowmint.model;

/**
 * The claim of a reservation on an HTTP idempotency key. The key is in flight while the
 * hold is open; cancel and expiry free it, a commit finishes it.
 *
 * @param key the key, scoped to the wallet
 * @param fingerprint 32 bytes that stand for the request's payload: a digest, such as
 * SHA-256, never bytes that a client may choose
 */
public record HttpClaim(String key, Bytes fingerprint) {

	public HttpClaim {
		Checks.name("httpKey", key);
		if (fingerprint.length() != Limits.FINGERPRINT_BYTES) {
			throw new InvalidRequestException("fingerprint", fingerprint,
					"must be " + Limits.FINGERPRINT_BYTES + " bytes long");
		}
	}

}
