package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.store.redis.StoreMismatchException;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes the Redis store from the configuration. The application starts without Redis, and
 * with the wrong Redis it does not.
 */
final class RedisStores {

	private RedisStores() {
	}

	static RedisQuotaStore connect(RedisConnectionFactory factory, EscrowMintProperties properties) {
		RedisQuotaStore store = RedisQuotaStore.create(factory, options(properties));
		try {
			store.connect();
			return store;
		}
		catch (StoreMismatchException ex) {
			store.close();
			throw new MisconfigurationException(String.valueOf(ex.getMessage()), ex.action(), ex);
		}
	}

	private static RedisStoreOptions options(EscrowMintProperties properties) {
		return EscrowMintProperties
			.checked(() -> new RedisStoreOptions(properties.storeOptions(), properties.prefix()));
	}

}
