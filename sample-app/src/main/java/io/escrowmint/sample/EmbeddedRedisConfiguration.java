package io.escrowmint.sample;

import java.util.List;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
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
	 * No connection is given, however it may be written, and Redis is wanted.
	 */
	static class NoRedisConfigured implements Condition {

		private static final List<String> CONNECTIONS = List.of("spring.data.redis.url", "spring.data.redis.host",
				"spring.data.redis.port", "spring.data.redis.sentinel", "spring.data.redis.cluster",
				"spring.data.redis.masterreplica");

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Binder binder = Binder.get(context.getEnvironment());
			return CONNECTIONS.stream().noneMatch((name) -> isSet(binder, name))
					&& binder.bind("escrowmint.store", String.class).orElse("redis").trim().equalsIgnoreCase("redis");
		}

		private static boolean isSet(Binder binder, String name) {
			return binder.bind(name, Bindable.of(Object.class)).isBound()
					|| binder.bind(name, Bindable.mapOf(String.class, Object.class)).isBound();
		}

	}

}
