package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.escrowmint.RequestFacts;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.HttpClaim;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call outside of a request: nothing but its method. Its key stands
 * for the method, whatever the arguments: they are objects, of which nobody can say if
 * they are the same in another process.
 *
 * @param method the method
 */
record PlainFacts(Method method) implements CallFacts {

	@Override
	public @Nullable RequestFacts request() {
		return null;
	}

	@Override
	public @Nullable String wallet() {
		return null;
	}

	@Override
	public @Nullable HttpClaim claim(@Nullable String key) {
		return (key != null) ? new HttpClaim(key, fingerprint()) : null;
	}

	private Bytes fingerprint() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return Bytes.of(digest.digest(this.method.toGenericString().getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
