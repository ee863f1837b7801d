package io.escrowmint.spring.autoconfigure;

import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.Sweeper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The sweeper, for stores that know what is due. It can be triggered by hand even where
 * it does not run by itself.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class)
@ConditionalOnSingleCandidate(ExpirySource.class)
public final class SweeperAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Sweeper escrowMintSweeper(ExpirySource source, EscrowMintProperties properties, Environment environment) {
		return new Sweeper(source, properties.sweeperOptions(),
				BackgroundThreads.of(environment, "escrowmint-sweeper"));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "escrowmint.sweeper.enabled", matchIfMissing = true)
	SweeperLifecycle escrowMintSweeperLifecycle(Sweeper sweeper) {
		return new SweeperLifecycle(sweeper);
	}

}
