package io.escrowmint.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import org.testcontainers.DockerClientFactory;

import org.springframework.util.ClassUtils;

/**
 * Whether containers can be started here. Testcontainers is asked only where an engine
 * can be: without one it takes half a second to say so, and logs an error.
 */
final class DockerEngine {

	private DockerEngine() {
	}

	/**
	 * Whether an engine answers and this class of a container is on the class path.
	 */
	static boolean canRun(String containerClass) {
		return ClassUtils.isPresent(containerClass, DockerEngine.class.getClassLoader()) && mayHaveEngine()
				&& DockerClientFactory.instance().isDockerAvailable();
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
