package io.escrowmint.testing;

import io.lettuce.core.RedisURI;

/**
 * The order in which a test JVM looks for its Redis.
 */
final class RedisServers {

	static final String URL_NAME = "ESCROWMINT_TEST_REDIS";

	private RedisServers() {
	}

	static RedisURI find() {
		String url = System.getProperty(URL_NAME, System.getenv(URL_NAME));
		if (url != null && !url.isBlank()) {
			return RedisURI.create(url.trim());
		}
		if (DockerEngine.canRun("com.redis.testcontainers.RedisContainer")) {
			return DockerRedis.start();
		}
		return EmbeddedRedis.version7().start().uri();
	}

}
