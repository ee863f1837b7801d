package io.escrowmint.spring.autoconfigure;

import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.Sweeper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

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
		if (Threading.VIRTUAL.isActive(environment)) {
			return new Sweeper(source, properties.sweeperOptions(),
					new VirtualThreadTaskExecutor("escrowmint-sweeper").getVirtualThreadFactory());
		}
		return new Sweeper(source, properties.sweeperOptions());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "escrowmint.sweeper.enabled", matchIfMissing = true)
	SweeperLifecycle escrowMintSweeperLifecycle(Sweeper sweeper) {
		return new SweeperLifecycle(sweeper);
	}

}
