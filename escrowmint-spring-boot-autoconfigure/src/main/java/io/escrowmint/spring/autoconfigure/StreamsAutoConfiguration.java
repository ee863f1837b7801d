package io.escrowmint.spring.autoconfigure;

import java.time.Duration;

import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.spring.stream.StreamHandlerRegistrar;
import io.escrowmint.spring.stream.StreamRegistrations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Handlers of streams, for the beans that have any.
 */
@AutoConfiguration(after = { EscrowMintAutoConfiguration.class, RedisStoreAutoConfiguration.class },
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBooleanProperty(name = "escrowmint.streams.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ EscrowMintProperties.class, StreamsProperties.class })
@Import({ StreamsConfigurations.Json.class, StreamsSqlConfiguration.class, StreamsWithoutSqlConfiguration.class,
		StreamsConfigurations.Transactions.class, StreamsConfigurations.Redis.class })
public final class StreamsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StreamContainers escrowMintStreamContainers(Environment environment) {
		return new StreamContainers(environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase",
				Duration.class, Duration.ofSeconds(30)));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static StreamHandlerRegistrar escrowMintStreamHandlerRegistrar(ConfigurableListableBeanFactory beans,
			ObjectProvider<StreamRegistrations> registrations) {
		return new StreamHandlerRegistrar(beans, registrations);
	}

}
