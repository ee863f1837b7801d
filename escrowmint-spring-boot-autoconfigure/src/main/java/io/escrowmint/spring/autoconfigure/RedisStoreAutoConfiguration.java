package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.actuate.StoreDiagnosis;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.WalletRecovery;
import io.escrowmint.store.redis.RedisQuotaStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Wallets in the Redis that Spring Data Redis is configured for, unless
 * {@code escrowmint.store} asks for another store.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnProperty(name = "escrowmint.store", havingValue = "redis", matchIfMissing = true)
@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
@ConditionalOnMissingBean(QuotaStore.class)
@EnableConfigurationProperties(EscrowMintProperties.class)
public final class RedisStoreAutoConfiguration {

	@Bean
	RedisQuotaStore escrowMintStore(RedisConnectionFactory factory, EscrowMintProperties properties) {
		return RedisStores.connect(factory, properties);
	}

	@Bean
	@ConditionalOnMissingBean
	WalletRecovery escrowMintWalletRecovery(RedisQuotaStore store) {
		return store.recovery();
	}

	@Bean
	@ConditionalOnMissingBean
	EventLog escrowMintEventLog(RedisQuotaStore store) {
		return store.events();
	}

	@Bean
	StoreDiagnosis escrowMintRedisDiagnosis(RedisQuotaStore store) {
		return store::warnings;
	}

}
