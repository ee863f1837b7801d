package io.escrowmint.spring.autoconfigure;

import java.time.InstantSource;
import java.util.Locale;

import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.memory.MemoryApiKeyStore;
import io.escrowmint.apikey.redis.RedisApiKeyStore;
import io.escrowmint.spring.MisconfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Where API keys are kept, to be imported in this order.
 */
final class ApiKeysConfigurations {

	private static final Logger logger = LoggerFactory.getLogger(ApiKeysAutoConfiguration.class);

	private ApiKeysConfigurations() {
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

	/**
	 * The keys themselves.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ApiKeyStore.class)
	@ConditionalOnMissingBean(ApiKeyLookup.class)
	static class Keys {

		@Bean
		ApiKeys escrowMintApiKeys(ApiKeyStore store, ApiKeysProperties properties, Environment environment) {
			return new ApiKeys(store, properties.options(), BackgroundThreads.of(environment, "escrowmint-api-keys"));
		}

		@Bean
		ApiKeysLifecycle escrowMintApiKeysLifecycle(ApiKeys keys) {
			return new ApiKeysLifecycle(keys);
		}

	}

	/**
	 * No place for keys, which is an error only where they were asked for. Nobody asks
	 * for this bean, so it must not be lazy.
	 */
	@Configuration(proxyBeanMethods = false)
	@Lazy(false)
	@ConditionalOnMissingBean(ApiKeyLookup.class)
	static class Nowhere {

		Nowhere(Environment environment, EscrowMintProperties properties, ConfigurableListableBeanFactory beans) {
			MissingRedis missing = MissingRedis.in(beans);
			String reason = "There is no place for API keys with escrowmint.store="
					+ properties.store().name().toLowerCase(Locale.ROOT) + ": " + missing.reason();
			if (environment.getProperty("escrowmint.api-keys.enabled", Boolean.class, false)) {
				throw new MisconfigurationException(reason + ".", missing.action()
						+ ", or declare an ApiKeyStore bean, or remove escrowmint.api-keys.enabled=true.");
			}
			logger.debug("API keys are off. {}", reason);
		}

	}

}
