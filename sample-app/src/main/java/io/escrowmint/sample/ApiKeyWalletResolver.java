package io.escrowmint.sample;

import java.util.Optional;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;

import org.springframework.stereotype.Component;

/**
 * Finds the wallet that belongs to the API key of a request. An unknown key is no key.
 */
@Component
class ApiKeyWalletResolver implements WalletResolver {

	static final String HEADER = "X-API-Key";

	private final SampleProperties properties;

	ApiKeyWalletResolver(SampleProperties properties) {
		this.properties = properties;
	}

	@Override
	public Optional<String> resolve(RequestFacts request) {
		return request.header(HEADER).map((key) -> this.properties.apiKeys().get(key));
	}

}
