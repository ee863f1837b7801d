package io.escrowmint.sample;

import java.util.List;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A real Redis for the time of the application, if none is configured.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedRedisConfiguration.NoRedisConfigured.class)
class EmbeddedRedisConfiguration {

	@Bean
	EmbeddedRedis embeddedRedis() {
		return EmbeddedRedis.start();
	}

	@Bean
	DataRedisConnectionDetails embeddedRedisConnectionDetails(EmbeddedRedis redis) {
		return new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", redis.port());
			}

		};
	}

	/**
	 * No connection is given, and Redis is wanted.
	 */
	static class NoRedisConfigured implements Condition {

		private static final List<String> CONNECTIONS = List.of("spring.data.redis.url", "spring.data.redis.host",
				"spring.data.redis.sentinel.master", "spring.data.redis.cluster.nodes");

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return CONNECTIONS.stream().noneMatch(environment::containsProperty)
					&& environment.getProperty("escrowmint.store", "redis").equalsIgnoreCase("redis");
		}

	}

}
