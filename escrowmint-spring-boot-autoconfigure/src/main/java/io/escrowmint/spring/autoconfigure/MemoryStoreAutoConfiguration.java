package io.escrowmint.spring.autoconfigure;

import java.time.InstantSource;

import io.escrowmint.store.EventLog;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.WalletRecovery;
import io.escrowmint.store.memory.MemoryQuotaStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Wallets in this process, if {@code escrowmint.store=memory} asks for it.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "escrowmint.store", havingValue = "memory")
@ConditionalOnMissingBean(QuotaStore.class)
@EnableConfigurationProperties(EscrowMintProperties.class)
public final class MemoryStoreAutoConfiguration {

	@Bean
	MemoryQuotaStore escrowMintStore(EscrowMintProperties properties) {
		return new MemoryQuotaStore(properties.storeOptions(), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	WalletRecovery escrowMintWalletRecovery(MemoryQuotaStore store) {
		return store.recovery();
	}

	@Bean
	@ConditionalOnMissingBean
	EventLog escrowMintEventLog(MemoryQuotaStore store) {
		return store.events();
	}

}
