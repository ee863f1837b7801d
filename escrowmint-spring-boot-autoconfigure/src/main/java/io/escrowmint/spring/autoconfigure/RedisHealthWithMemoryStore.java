package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches Redis health off where there is no Redis: with {@code escrowmint.store=memory}
 * and no connection configured, the Redis client of the starter has nobody to talk to.
 * Whatever the application says about {@code management.health.redis.enabled} counts; one
 * that brings its connection as a bean says {@code true}.
 */
final class RedisHealthWithMemoryStore implements EnvironmentPostProcessor {

	private static final List<String> CONNECTIONS = List.of("spring.data.redis.url", "spring.data.redis.host",
			"spring.data.redis.port", "spring.data.redis.sentinel", "spring.data.redis.cluster",
			"spring.data.redis.masterreplica");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		boolean memory = binder.bind("escrowmint.store", String.class)
			.map((store) -> store.trim().equalsIgnoreCase("memory"))
			.orElse(false);
		if (memory && CONNECTIONS.stream().noneMatch((name) -> isSet(binder, name))) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("escrowmintMemoryStore",
						Map.of("management.health.redis.enabled", "false")));
		}
	}

	private static boolean isSet(Binder binder, String name) {
		return binder.bind(name, Bindable.of(Object.class)).isBound()
				|| binder.bind(name, Bindable.mapOf(String.class, Object.class)).isBound();
	}

}
