package io.escrowmint.spring.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.escrowmint.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests apart that claim one idempotency key: SHA-256 over method, path, query,
 * {@linkplain #client client} if somebody is logged in, and payload, each with its length
 * before it, so that no two run together. The payload is what of these there is, in this
 * order: {@linkplain #parameters form parameters}, {@linkplain #part parts} of a
 * multipart body, a {@linkplain #body digest} of the body. Used once, by one thread.
 */
public final class RequestFingerprint {

	private final MessageDigest digest = sha256();

	private RequestFingerprint() {
	}

	/**
	 * Begins the fingerprint of a request.
	 * @param method the method
	 * @param path the path, as the client sent it
	 * @param query the query, as the client sent it; absent if there is none
	 * @return the begin
	 */
	public static RequestFingerprint of(String method, String path, @Nullable String query) {
		RequestFingerprint fingerprint = new RequestFingerprint();
		fingerprint.text(method);
		fingerprint.text(path);
		fingerprint.optionalText(query);
		return fingerprint;
	}

	/**
	 * Adds who is logged in, before any payload: a wallet can pay for several, and what
	 * one of them was answered is not for the others.
	 * @param name the name; nothing is added for nobody
	 * @return this
	 */
	public RequestFingerprint client(@Nullable String name) {
		if (name != null) {
			number('C', 1);
			text(name);
		}
		return this;
	}

	/**
	 * Returns what a body is digested with before it is known whether a key is claimed.
	 * @return a new digest
	 */
	public static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	/**
	 * Adds the parameters of a form.
	 * @param parameters names and values; the order of the names does not count
	 * @return this
	 */
	public RequestFingerprint parameters(Map<String, List<String>> parameters) {
		number('P', parameters.size());
		new TreeMap<>(parameters).forEach((name, values) -> {
			text(name);
			number('V', values.size());
			values.forEach(this::value);
		});
		return this;
	}

	// WebFlux has nothing where a name of a form has no value, not even an empty one.
	private void value(@Nullable String value) {
		if (value != null) {
			text(value);
		}
		else {
			number('N', 0);
		}
	}

	/**
	 * Adds a part of a multipart body.
	 * @param name its name
	 * @param file the name of the file, if it is one
	 * @param content the SHA-256 of its content
	 * @return this
	 */
	public RequestFingerprint part(String name, @Nullable String file, byte[] content) {
		number('M', content.length);
		text(name);
		optionalText(file);
		this.digest.update(content);
		return this;
	}

	/**
	 * Adds a body and ends the fingerprint.
	 * @param content the SHA-256 of the body, of nothing if there is none
	 * @return 32 bytes
	 */
	public Bytes body(byte[] content) {
		number('B', content.length);
		return Bytes.of(this.digest.digest(content));
	}

	private void optionalText(@Nullable String text) {
		number('O', (text != null) ? 1 : 0);
		text((text != null) ? text : "");
	}

	private void text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		number('T', bytes.length);
		this.digest.update(bytes);
	}

	private void number(char kind, int value) {
		this.digest.update(ByteBuffer.allocate(5).put((byte) kind).putInt(value).flip());
	}

}
