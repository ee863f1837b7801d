package io.escrowmint.apikey;

import java.util.Optional;

import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that a client has sent. Implementations are thread-safe and answer from
 * memory, so that it can be called from an event loop.
 */
@FunctionalInterface
public interface ApiKeyLookup {

	/**
	 * Authenticates a client.
	 * @param secret what the client sent, whatever that is
	 * @return the key; empty if it is absent, malformed, unknown, expired or revoked, all
	 * alike
	 * @throws StoreUnavailableException if that cannot be told now
	 */
	Optional<ApiKey> authenticate(@Nullable String secret);

}
