package io.escrowmint.spring.autoconfigure;

import java.time.InstantSource;
import java.util.Locale;

import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.memory.MemoryApiKeyStore;
import io.escrowmint.apikey.redis.RedisApiKeyStore;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.apikey.ApiKeyWalletResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * API keys, kept where wallets are kept. An {@link ApiKeyLookup} of the application's
 * replaces them all; an {@link ApiKeyStore} of its own, only where they are kept.
 */
@AutoConfiguration(after = { MemoryStoreAutoConfiguration.class, RedisStoreAutoConfiguration.class },
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBooleanProperty(name = "escrowmint.api-keys.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ EscrowMintProperties.class, ApiKeysProperties.class })
public final class ApiKeysAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApiKeyRequests escrowMintApiKeyRequests(ApiKeyLookup lookup, ApiKeysProperties properties) {
		return new ApiKeyRequests(lookup, properties.checkedHeader(), properties.bearer());
	}

	@Bean
	@Order(WalletResolverAutoConfiguration.API_KEY_ORDER)
	@ConditionalOnMissingBean
	ApiKeyWalletResolver escrowMintApiKeyWalletResolver(ApiKeyRequests keys) {
		return new ApiKeyWalletResolver(keys);
	}

	/**
	 * The keys themselves, unless the application knows its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ApiKeyLookup.class)
	static class Keys {

		@Bean
		ApiKeys escrowMintApiKeys(ObjectProvider<ApiKeyStore> store, ApiKeysProperties properties,
				EscrowMintProperties credits) {
			ApiKeyStore found = store.getIfAvailable();
			if (found == null) {
				throw new MisconfigurationException(
						"There is no store of API keys for escrowmint.store="
								+ credits.store().name().toLowerCase(Locale.ROOT)
								+ ": Spring Data Redis is not on the class path, or has no connection factory.",
						"Add spring-boot-starter-data-redis, or set escrowmint.api-keys.enabled=false, or declare an ApiKeyStore bean.");
			}
			return new ApiKeys(found, properties.options());
		}

		@Bean
		ApiKeysLifecycle escrowMintApiKeysLifecycle(ApiKeys keys) {
			return new ApiKeysLifecycle(keys);
		}

	}

	/**
	 * Keys in this process.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "escrowmint.store", havingValue = "memory")
	@ConditionalOnMissingBean({ ApiKeyLookup.class, ApiKeyStore.class })
	static class Memory {

		@Bean
		MemoryApiKeyStore escrowMintApiKeyStore() {
			return new MemoryApiKeyStore(InstantSource.system());
		}

	}

	/**
	 * Keys in Redis.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnProperty(name = "escrowmint.store", havingValue = "redis", matchIfMissing = true)
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	@ConditionalOnMissingBean({ ApiKeyLookup.class, ApiKeyStore.class })
	static class Redis {

		@Bean
		RedisApiKeyStore escrowMintApiKeyStore(RedisConnectionFactory factory, EscrowMintProperties properties) {
			return new RedisApiKeyStore(factory, properties.prefix(), properties.timeout());
		}

	}

}
