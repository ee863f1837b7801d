package io.escrowmint.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import com.redis.testcontainers.RedisContainer;
import io.lettuce.core.RedisURI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * A Redis in a container. Testcontainers is asked only where an engine can be: without
 * one it takes half a second to say so, and logs an error.
 */
final class DockerRedis {

	private static final String IMAGE = "redis:7.4-alpine";

	private DockerRedis() {
	}

	static boolean isAvailable() {
		return mayHaveEngine() && DockerClientFactory.instance().isDockerAvailable();
	}

	static RedisURI start() {
		RedisContainer container = new RedisContainer(DockerImageName.parse(IMAGE));
		AtExit.close(container);
		container.start();
		return RedisURI.create(container.getRedisHost(), container.getRedisPort());
	}

	private static boolean mayHaveEngine() {
		return System.getenv("DOCKER_HOST") != null || places().anyMatch(Files::exists);
	}

	private static Stream<Path> places() {
		Path home = Path.of(System.getProperty("user.home"));
		String runtime = Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/run/user");
		return Stream.of(Path.of("/var/run/docker.sock"), Path.of(runtime, "docker.sock"),
				home.resolve(".docker/run/docker.sock"), home.resolve(".docker/desktop/docker.sock"),
				home.resolve(".testcontainers.properties"));
	}

}
