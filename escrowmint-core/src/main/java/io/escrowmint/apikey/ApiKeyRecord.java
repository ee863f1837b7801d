package io.escrowmint.apikey;

/**
 * What a store keeps of an API key, and what an export consists of. The hash does not
 * lead back to a key that the library made; one that a human has chosen might be guessed
 * from it, so an export is not for everybody's eyes.
 *
 * @param key what is known of the key
 * @param hash SHA-256 of the key, 64 hexadecimal digits in lower case
 */
public record ApiKeyRecord(ApiKey key, String hash) {

	public ApiKeyRecord {
		ApiKeyRules.hash(hash);
	}

	/**
	 * Shows no hash.
	 */
	@Override
	public String toString() {
		return "ApiKeyRecord[key=" + this.key + "]";
	}

}
