package io.escrowmint.spring.apikey;

import java.util.Optional;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;
import io.escrowmint.apikey.ApiKey;

/**
 * The wallet of the API key that a request brings.
 */
public final class ApiKeyWalletResolver implements WalletResolver {

	private final ApiKeyRequests keys;

	/**
	 * Creates the resolver.
	 * @param keys finds the key
	 */
	public ApiKeyWalletResolver(ApiKeyRequests keys) {
		this.keys = keys;
	}

	@Override
	public Optional<String> resolve(RequestFacts request) {
		return this.keys.authenticate((name) -> request.header(name).orElse(null)).map(ApiKey::wallet);
	}

}
