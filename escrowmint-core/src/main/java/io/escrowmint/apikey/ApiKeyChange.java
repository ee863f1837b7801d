package io.escrowmint.apikey;

import java.time.Duration;
import java.time.Instant;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A change to API keys. Applied as a whole or not at all; applied twice in a row, it has
 * the effect of once. With a change of somebody else's in between, that goes for making
 * and revoking keys only.
 */
public sealed interface ApiKeyChange {

	/**
	 * Returns the key that is changed or made.
	 * @return its id
	 */
	String id();

	/**
	 * Adds a key. A key with this hash and wallet that is known already is the answer,
	 * unchanged; one that differs in either, or another key with this id, is a refusal.
	 *
	 * @param id names the key
	 * @param hash SHA-256 of the key in hexadecimal digits
	 * @param wallet who pays
	 * @param label for humans
	 * @param expires when it ends, absent: never
	 */
	record Create(String id, String hash, String wallet, String label,
			@Nullable Instant expires) implements ApiKeyChange {

		public Create {
			ApiKeyRules.id(id);
			ApiKeyRules.hash(hash);
			ApiKeyRules.wallet(wallet);
			ApiKeyRules.label(label);
			ApiKeyRules.time("expires", expires);
		}

		@Override
		public String toString() {
			return "Create[id=" + this.id + "]";
		}

	}

	/**
	 * Adds a key in place of a usable one, for the same wallet and with the same label.
	 * The old one ends after the overlap, if it would not end before. Refused if the old
	 * one is not usable any more.
	 *
	 * @param id the old key
	 * @param newId the new key
	 * @param newHash SHA-256 of the new key in hexadecimal digits
	 * @param overlap how long both can be used, 0 to 365 days
	 * @param expires when the new one ends, absent: when the old one would have ended
	 */
	record Rotate(String id, String newId, String newHash, Duration overlap,
			@Nullable Instant expires) implements ApiKeyChange {

		public Rotate {
			ApiKeyRules.id(id);
			ApiKeyRules.id(newId);
			ApiKeyRules.hash(newHash);
			ApiKeyRules.time("expires", expires);
			if (overlap.isNegative() || overlap.compareTo(Limits.MAX_TTL) > 0) {
				throw new InvalidRequestException("overlap", overlap, "must be between 0 and 365 days");
			}
		}

		@Override
		public String toString() {
			return "Rotate[id=" + this.id + ", newId=" + this.newId + "]";
		}

	}

	/**
	 * Ends a key for good. A revoked one stays as it is; an unknown one is a refusal.
	 *
	 * @param id the key
	 */
	record Revoke(String id) implements ApiKeyChange {

		public Revoke {
			ApiKeyRules.id(id);
		}

	}

	/**
	 * Changes a label. An unknown key is a refusal.
	 *
	 * @param id the key
	 * @param label for humans
	 */
	record Relabel(String id, String label) implements ApiKeyChange {

		public Relabel {
			ApiKeyRules.id(id);
			ApiKeyRules.label(label);
		}

	}

	/**
	 * Changes when a usable key ends. What has ended stays so: that is a refusal.
	 *
	 * @param id the key
	 * @param expires when it ends, absent: never
	 */
	record ExpireAt(String id, @Nullable Instant expires) implements ApiKeyChange {

		public ExpireAt {
			ApiKeyRules.id(id);
			ApiKeyRules.time("expires", expires);
		}

	}

}
