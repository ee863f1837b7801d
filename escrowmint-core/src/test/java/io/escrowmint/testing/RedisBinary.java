package io.escrowmint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A {@code redis-server} executable that travels inside a test dependency. It is found by
 * its resource name, because the two jars share class names but no resource names.
 */
final class RedisBinary {

	/**
	 * Redis 7.0.15.
	 */
	static final RedisBinary VERSION_7 = new RedisBinary("org.signal:embedded-redis:0.9.1", "escrowmint.redis7.dir",
			List.of("redis-server-7.0.15-"));

	/**
	 * Redis 6.2.11, whatever its file name says. Needs OpenSSL 3 on the machine.
	 */
	static final RedisBinary VERSION_62 = new RedisBinary("com.github.codemonstur:embedded-redis:1.4.3",
			"escrowmint.redis62.dir", List.of("redis-server-6.2.6-v5-", "redis-server-6.2.7-"));

	private final String artifact;

	private final String folderProperty;

	private final List<String> names;

	private @Nullable Path executable;

	private RedisBinary(String artifact, String folderProperty, List<String> namePrefixes) {
		this.artifact = artifact;
		this.folderProperty = folderProperty;
		this.names = namePrefixes.stream().map((prefix) -> prefix + platform()).toList();
	}

	synchronized Path executable() {
		if (this.executable == null) {
			this.executable = unpack();
		}
		return this.executable;
	}

	@Override
	public String toString() {
		return this.artifact;
	}

	private Path unpack() {
		TemporaryFolder folder = TemporaryFolder.create("redis-binary");
		AtExit.close(folder);
		Path copy = folder.file("redis-server");
		try (InputStream content = open()) {
			Files.copy(content, copy);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (!copy.toFile().setExecutable(true)) {
			throw new IllegalStateException("Could not make " + copy + " executable");
		}
		return copy;
	}

	private InputStream open() throws IOException {
		String folder = System.getProperty(this.folderProperty);
		for (String name : this.names) {
			InputStream resource = RedisBinary.class.getClassLoader().getResourceAsStream(name);
			if (resource != null) {
				return resource;
			}
			if (folder != null && Files.exists(Path.of(folder, name))) {
				return Files.newInputStream(Path.of(folder, name));
			}
		}
		throw new IllegalStateException("No %s on the class path or in the folder of system property '%s' (%s): add %s"
			.formatted(this.names, this.folderProperty, folder, this.artifact));
	}

	private static String platform() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
		return system + "-" + switch (System.getProperty("os.arch")) {
			case "aarch64", "arm64" -> "arm64";
			case "x86", "i386", "i686" -> "386";
			default -> "amd64";
		};
	}

}
