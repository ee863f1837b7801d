package io.escrowmint.spring.apikey;

import io.escrowmint.RequestFacts;

/**
 * Facts of a request that know whether API keys count for it.
 */
public interface ApiKeyRequestFacts extends RequestFacts {

	/**
	 * Tells whether an API key that the request brings counts for nothing.
	 * @return {@code true} if the request is marked so, by {@link ApiKeyRequests#KEYLESS}
	 */
	boolean isKeyless();

}
