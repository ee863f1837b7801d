package io.escrowmint;

import java.util.Optional;

/**
 * Finds out who pays for a request. Several are asked in their order, and the first that
 * knows decides.
 * <p>
 * Called on the request's thread for every metered request: answer from memory, quickly.
 * Must be thread-safe. Do not pass on what a client sent unchecked: whoever can name a
 * wallet can spend it.
 */
@FunctionalInterface
public interface WalletResolver {

	/**
	 * Returns the wallet of a request.
	 * @param request what is known of the request
	 * @return the wallet; empty if this resolver does not know it, which is no error
	 */
	Optional<String> resolve(RequestFacts request);

}
