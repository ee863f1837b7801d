package io.escrowmint.spring.webflux;

import io.escrowmint.testing.TestRedis;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Points an application to the Redis that all tests share.
 */
class SharedRedis implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("spring.data.redis.url=" + TestRedis.shared().uri().toURI(), "escrowmint.timeout=30s",
					"escrowmint.resilience.silence=1m")
			.applyTo(context);
	}

}
