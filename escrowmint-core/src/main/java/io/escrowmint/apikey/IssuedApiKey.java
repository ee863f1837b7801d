package io.escrowmint.apikey;

/**
 * A key that was just made, together with its secret. The secret is kept nowhere: show it
 * to its owner now, it cannot be had again.
 *
 * @param key what is known of the key
 * @param secret the key itself, as a client has to send it
 */
public record IssuedApiKey(ApiKey key, String secret) {

	/**
	 * Shows no secret.
	 */
	@Override
	public String toString() {
		return "IssuedApiKey[key=" + this.key + "]";
	}

}
