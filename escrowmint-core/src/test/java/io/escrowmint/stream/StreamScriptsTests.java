package io.escrowmint.stream;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.escrowmint.redis.RedisScript;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts as they are assembled. They are left in {@code target/lua/stream}, to be
 * run with {@code redis-cli --eval}.
 */
@Timeout(60)
class StreamScriptsTests {

	@Test
	void everyFileIsPartOfAScriptAndSaysWhatItIsFor() throws Exception {
		Set<String> names = new TreeSet<>(Set.of("processor", "group"));
		StreamScripts.ALL.forEach((script) -> names.add(script.name()));
		assertThat(files()).extracting((file) -> file.getFileName().toString().replace(".lua", ""))
			.containsExactlyInAnyOrderElementsOf(names);
		assertThat(files())
			.allSatisfy((file) -> assertThat(Files.readString(file)).startsWith("-- ").contains("-- KEYS"))
			.hasSizeGreaterThan(10);
	}

	@Test
	void nothingDeprecatedOrBlockedIsUsedAndNoKeyIsMade() {
		for (RedisScript script : StreamScripts.ALL) {
			assertThat(script.source().toLowerCase(Locale.ROOT)).as(script.name())
				.doesNotContain("replicate_commands", "cjson", "'keys'", "'scan'", "'config'", "'function'", "'flush",
						"loadstring", "tostring");
			assertThat(script.source()).as(script.name()).doesNotContainPattern("KEYS\\[[^\\]]*\\]\\s*\\.\\.");
		}
	}

	@Test
	void scriptsCompileOnBothVersionsAndAreWritten() throws Exception {
		Path folder = Files.createDirectories(Path.of("target", "lua", "stream"));
		for (RedisScript script : StreamScripts.ALL) {
			Files.writeString(folder.resolve(script.name() + ".lua"), script.source());
		}
		try (EmbeddedRedis old = EmbeddedRedis.version62().start();
				StatefulRedisConnection<String, String> first = old.client().connect();
				StatefulRedisConnection<String, String> second = TestRedis.shared().client().connect()) {
			for (RedisScript script : StreamScripts.ALL) {
				byte[] text = script.source().getBytes(StandardCharsets.UTF_8);
				assertThat(first.sync().scriptLoad(text)).isEqualTo(second.sync().scriptLoad(text));
			}
		}
	}

	private static List<Path> files() throws IOException, URISyntaxException {
		Path any = Path.of(Objects.requireNonNull(StreamScripts.class.getResource("commit.lua")).toURI());
		try (Stream<Path> files = Files.list(any.resolveSibling("."))) {
			return files.filter((file) -> file.toString().endsWith(".lua")).toList();
		}
	}

}
