package io.escrowmint.apikey;

import java.time.Instant;

import io.escrowmint.model.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key, without anything by which it could be used.
 *
 * @param id names the key in listings and logs; 1 to 64 letters, digits, dots, dashes and
 * underscores
 * @param wallet who pays
 * @param label for humans, at most 240 characters; empty if there is none
 * @param created when, by the store's clock
 * @param expires when it ends by itself, absent: never
 * @param revoked when it was revoked, absent: it was not
 */
public record ApiKey(String id, String wallet, String label, Instant created, @Nullable Instant expires,
		@Nullable Instant revoked) {

	public ApiKey {
		ApiKeyRules.id(id);
		ApiKeyRules.wallet(wallet);
		ApiKeyRules.label(label);
		ApiKeyRules.time("created", created);
		ApiKeyRules.time("expires", expires);
		ApiKeyRules.time("revoked", revoked);
	}

	/**
	 * Tells whether the key may be used at a time: it has neither expired nor was it
	 * revoked. It expires when the time is reached.
	 * @param now the time
	 * @return {@code true} if it may be used
	 */
	public boolean isUsableAt(Instant now) {
		return this.revoked == null && (this.expires == null || now.isBefore(this.expires));
	}

	/**
	 * Returns a copy with another label.
	 * @param label at most 240 characters, empty for none
	 * @return the copy
	 * @throws InvalidRequestException if the label is not allowed
	 */
	public ApiKey withLabel(String label) {
		return new ApiKey(this.id, this.wallet, label, this.created, this.expires, this.revoked);
	}

	/**
	 * Returns a copy with another expiry.
	 * @param expires when it ends by itself, absent: never
	 * @return the copy
	 */
	public ApiKey withExpires(@Nullable Instant expires) {
		return new ApiKey(this.id, this.wallet, this.label, this.created, expires, this.revoked);
	}

	/**
	 * Returns a copy that is revoked.
	 * @param revoked when
	 * @return the copy
	 */
	public ApiKey withRevoked(Instant revoked) {
		return new ApiKey(this.id, this.wallet, this.label, this.created, this.expires, revoked);
	}

}
