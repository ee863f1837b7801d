package io.escrowmint.spring.http;

import java.util.List;
import java.util.Locale;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What is kept under an idempotency key: the response, or that there is none to show. A
 * versioned binary form goes into the store; what cannot be read there is
 * {@link NotKept}, and never a failure.
 */
public sealed interface StoredResponse {

	/**
	 * A response as it was sent.
	 *
	 * @param status the status
	 * @param fields the headers that are kept
	 * @param body the body
	 */
	record Kept(int status, List<HttpField> fields, Bytes body) implements StoredResponse {

		public Kept {
			fields = fields.stream().filter((field) -> isKept(field.name())).toList();
		}

	}

	/**
	 * A response that is not kept, because it is too large or was streamed.
	 *
	 * @param status its status
	 */
	record NotKept(int status) implements StoredResponse {

	}

	/**
	 * Returns the form that goes into the store.
	 * @return at most 1 MiB; of a response that does not fit, only its status
	 */
	default Bytes encoded() {
		Bytes encoded = StoredResponseFormat.write(this);
		return (encoded.length() <= Limits.MAX_RESPONSE_BYTES) ? encoded
				: StoredResponseFormat.write(new NotKept(status()));
	}

	/**
	 * Returns the status.
	 * @return the status, 0 if it is not known
	 */
	int status();

	/**
	 * Reads what lies in the store.
	 * @param encoded what was stored; absent if nothing was
	 * @return the response
	 */
	static StoredResponse decode(@Nullable Bytes encoded) {
		return (encoded != null) ? StoredResponseFormat.read(encoded) : new NotKept(0);
	}

	/**
	 * Tells whether a header is kept. Not kept is what belongs to one connection or one
	 * answer, and cookies, which are secrets.
	 * @param name the name of the header, in any case
	 * @return {@code true} if it may be shown again
	 */
	static boolean isKept(String name) {
		return !StoredResponseFormat.UNKEPT.contains(name.toLowerCase(Locale.ROOT));
	}

}
