package io.escrowmint.testing;

import com.redis.testcontainers.RedisContainer;
import io.lettuce.core.RedisURI;
import org.testcontainers.utility.DockerImageName;

/**
 * A Redis in a container.
 */
final class DockerRedis {

	private static final String IMAGE = "redis:7.4-alpine";

	private DockerRedis() {
	}

	static RedisURI start() {
		RedisContainer container = new RedisContainer(DockerImageName.parse(IMAGE));
		AtExit.close(container);
		container.start();
		return RedisURI.create(container.getRedisHost(), container.getRedisPort());
	}

}
