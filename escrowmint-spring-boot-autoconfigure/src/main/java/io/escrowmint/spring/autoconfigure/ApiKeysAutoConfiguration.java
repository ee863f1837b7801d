package io.escrowmint.spring.autoconfigure;

import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.apikey.ApiKeyWalletResolver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

/**
 * API keys, kept in memory or in Redis as {@code escrowmint.store} says. An
 * {@link ApiKeyLookup} of the application's replaces them all; an {@link ApiKeyStore} of
 * its own, only where they are kept. Where there is no place for them, there are none,
 * unless they were asked for.
 */
@AutoConfiguration(after = { MemoryStoreAutoConfiguration.class, RedisStoreAutoConfiguration.class },
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBooleanProperty(name = "escrowmint.api-keys.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ EscrowMintProperties.class, ApiKeysProperties.class })
@Import({ ApiKeysConfigurations.Memory.class, ApiKeysConfigurations.Redis.class, ApiKeysConfigurations.Keys.class,
		ApiKeysConfigurations.Nowhere.class })
public final class ApiKeysAutoConfiguration {

	@Bean
	@ConditionalOnBean(ApiKeyLookup.class)
	@ConditionalOnMissingBean
	ApiKeyRequests escrowMintApiKeyRequests(ApiKeyLookup lookup, ApiKeysProperties properties,
			EscrowMintProperties metering) {
		// A shadow stops nobody, so it goes on with the keys that it saw last.
		boolean shadow = metering.metered().mode() == MeteringOptions.Mode.SHADOW;
		return new ApiKeyRequests((shadow && lookup instanceof ApiKeys keys) ? keys.lastKnown() : lookup,
				properties.checkedHeader(), properties.bearer());
	}

	@Bean
	@Order(WalletResolverAutoConfiguration.API_KEY_ORDER)
	@ConditionalOnBean(ApiKeyRequests.class)
	@ConditionalOnMissingBean
	ApiKeyWalletResolver escrowMintApiKeyWalletResolver(ApiKeyRequests keys) {
		return new ApiKeyWalletResolver(keys);
	}

}
