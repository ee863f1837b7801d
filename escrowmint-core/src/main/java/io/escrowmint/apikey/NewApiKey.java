package io.escrowmint.apikey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The request for an API key.
 *
 * @param wallet who pays
 * @param label for humans, at most 240 characters, empty for none
 * @param expires when it ends, absent: never
 * @param id names the key, absent: one is made
 * @param secret the key itself, absent: one is made
 */
public record NewApiKey(String wallet, String label, @Nullable Instant expires, @Nullable String id,
		@Nullable String secret) {

	public NewApiKey {
		ApiKeyRules.wallet(wallet);
		ApiKeyRules.label(label);
		ApiKeyRules.time("expires", expires);
		if (id != null) {
			ApiKeyRules.id(id);
		}
		if (secret != null) {
			ApiKeyRules.secret(secret);
		}
	}

	/**
	 * Returns the request for a key of a wallet.
	 * @param wallet the wallet, 1 to 256 bytes of UTF-8 without control characters
	 * @return the request
	 */
	public static NewApiKey of(String wallet) {
		return new NewApiKey(wallet, "", null, null, null);
	}

	/**
	 * Returns a copy with a label.
	 * @param label at most 240 characters
	 * @return the copy
	 */
	public NewApiKey label(String label) {
		return new NewApiKey(this.wallet, label, this.expires, this.id, this.secret);
	}

	/**
	 * Returns a copy that ends by itself.
	 * @param expires when, by the store's clock
	 * @return the copy
	 */
	public NewApiKey expires(Instant expires) {
		return new NewApiKey(this.wallet, this.label, expires, this.id, this.secret);
	}

	/**
	 * Returns a copy with an id of the caller's.
	 * @param id 1 to 64 letters, digits, dots, dashes and underscores
	 * @return the copy
	 */
	public NewApiKey id(String id) {
		return new NewApiKey(this.wallet, this.label, this.expires, id, this.secret);
	}

	/**
	 * Returns a copy for a key that exists already, such as one of a demo or of another
	 * system. Such a key is only as strong as it was made: below 128 random bits, whoever
	 * sees its hash can guess it. Creating it again changes nothing, so this may be done
	 * at every start.
	 * @param secret the key, 8 to 512 visible ASCII characters without spaces
	 * @return the copy
	 */
	public NewApiKey secret(String secret) {
		return new NewApiKey(this.wallet, this.label, this.expires, this.id, secret);
	}

	/**
	 * Shows no secret.
	 */
	@Override
	public String toString() {
		return "NewApiKey[wallet=" + this.wallet + ", label=" + this.label + ", expires=" + this.expires + "]";
	}

}
