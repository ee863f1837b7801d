package io.escrowmint.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.Verb.Lane;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts as they are assembled. They are left in {@code target/lua}, one folder for
 * servers that know script flags and one for those that do not, to be run with
 * {@code redis-cli --eval}.
 */
@Timeout(60)
class ScriptLibraryTests {

	private static final List<String> EXTRAS = List.of("meta", "due", "events-announce", "events-review",
			"events-enable", "events-register", "events-retell", "events-deregister", "events-readers", "events-read",
			"events-acknowledge", "events-length", "fence", "unfence", "fenced", "image", "rebuild");

	/** What stands ahead of a script that is not about one wallet. */
	private static final Map<String, String> SHARED = Map.of("events-deregister", "events-cut", "events-acknowledge",
			"events-cut", "events-register", "events-since", "events-retell", "events-since");

	private static final ScriptLibrary FLAGGED = library(true);

	private static final ScriptLibrary PLAIN = library(false);

	@Test
	void everyFileIsPartOfSomeScript() {
		Set<String> loaded = new TreeSet<>(EXTRAS);
		loaded.addAll(List.of("core", "main", "events-cut", "events-since", "plain-state", "plain", "plain-claims",
				"plain-main", "spend-untold", "spend", "hold", "settle"));
		Stream.of(Verb.values()).map(Verb::file).forEach(loaded::add);
		Stream.of(Verb.Part.values()).map(Verb.Part::file).forEach(loaded::add);
		assertThat(files()).extracting((file) -> file.getFileName().toString().replace(".lua", ""))
			.containsExactlyInAnyOrderElementsOf(loaded);
		loaded.forEach((file) -> assertThat(ScriptLibrary.load(file)).isNotBlank());
	}

	@Test
	void everyFileSaysWhatItIsFor() {
		assertThat(files()).allSatisfy((file) -> assertThat(text(file)).startsWith("-- "));
	}

	@Test
	void assembledScriptsAreWritten() {
		write("7", FLAGGED);
		write("6.2", PLAIN);
	}

	@Test
	void nothingDeprecatedBlockedOrRoundedIsUsed() {
		for (Path file : files()) {
			String name = file.getFileName().toString();
			String code = ScriptLibrary.load(name.replace(".lua", ""));
			assertThat(code.toLowerCase(Locale.ROOT)).as(name)
				.doesNotContain("replicate_commands", "cjson", "'keys'", "'scan'", "'config'", "'function'", "'eval",
						"'flush", "loadstring", "setresp");
			assertThat(code.lines().filter((line) -> line.contains("tostring"))).as(name)
				.allMatch((line) -> line.contains("== 'table' and "));
			assertThat(code).as(name + " builds no key")
				.doesNotContainPattern("KEYS\\[[^\\]]*\\]\\s*\\.\\.")
				.doesNotContainPattern("Key\\s*\\.\\.");
		}
	}

	@Test
	void onlyScriptsThatGiveBackIgnoreTheMemoryLimit() {
		for (Verb verb : Verb.values()) {
			assertThat(FLAGGED.own(verb).source().startsWith("#!lua flags=allow-oom\n"))
				.isEqualTo(verb.lane() == Lane.GIVING);
			assertThat(PLAIN.own(verb).source()).doesNotContain("#!");
		}
		assertThat(FLAGGED.lane(Lane.TAKING).source()).doesNotStartWith("#!");
		assertThat(FLAGGED.lane(Lane.GIVING).source()).startsWith("#!lua flags=allow-oom\n");
	}

	@Test
	void allScriptsCompileWhereTheyAreMeantToRun() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start()) {
			assertCompiles(redis, FLAGGED);
			assertCompiles(redis, PLAIN);
		}
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start()) {
			assertCompiles(redis, PLAIN);
		}
	}

	private static void assertCompiles(EmbeddedRedis redis, ScriptLibrary library) {
		try (StatefulRedisConnection<String, String> connection = redis.client().connect()) {
			assertThat(all(library)).isNotEmpty()
				.allSatisfy(
						(script) -> assertThat(connection.sync().scriptLoad(script.text())).isEqualTo(script.sha1()));
		}
	}

	private static List<Script> all(ScriptLibrary library) {
		List<Script> scripts = new ArrayList<>(library.all());
		EXTRAS.forEach((name) -> scripts.add(library.extra(Script.of(name, source(name)))));
		return scripts;
	}

	private static String source(String extra) {
		String shared = SHARED.get(extra);
		return ((shared != null) ? ScriptLibrary.load(shared) : "") + ScriptLibrary.load(extra);
	}

	private static void write(String version, ScriptLibrary library) {
		try {
			Path folder = Files.createDirectories(Path.of("target", "lua", version));
			for (Script script : all(library)) {
				Path file = Files.write(folder.resolve(script.name() + ".lua"), script.text());
				assertThat(file).isNotEmptyFile();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Path> files() {
		URL core = Objects.requireNonNull(ScriptLibrary.class.getResource("core.lua"));
		try (Stream<Path> files = Files.list(Path.of(core.toURI()).resolveSibling("."))) {
			return files.filter((file) -> file.toString().endsWith(".lua")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ScriptLibrary library(boolean flags) {
		return new ScriptLibrary(StoreOptions.DEFAULTS, flags, UnaryOperator.identity());
	}

}
