package io.escrowmint.spring.apikey;

import java.util.Optional;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;
import io.escrowmint.apikey.ApiKey;

/**
 * The wallet of the API key that a request brings, unless keys count for nothing there.
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
		if (request instanceof ApiKeyRequestFacts facts && facts.isKeyless()) {
			return Optional.empty();
		}
		return this.keys.authenticate((name) -> request.header(name).orElse(null)).map(ApiKey::wallet);
	}

}
