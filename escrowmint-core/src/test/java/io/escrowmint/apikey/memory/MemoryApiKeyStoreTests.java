package io.escrowmint.apikey.memory;

import java.time.InstantSource;

import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeyStoreContract;

/**
 * The contract of API keys in memory.
 */
class MemoryApiKeyStoreTests extends ApiKeyStoreContract {

	@Override
	protected ApiKeyStore newStore() {
		return new MemoryApiKeyStore(InstantSource.system());
	}

}
