package io.escrowmint.store.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.escrowmint.store.StoreOptions;

/**
 * Scripts that read a clock of the test's, assembled once for all engines of a JVM: to
 * assemble them takes longer than most tests of the contract.
 */
final class TestScripts {

	private static final Map<Fit, ScriptLibrary> KNOWN = new ConcurrentHashMap<>();

	private TestScripts() {
	}

	static ScriptLibrary withTestClock(StoreOptions options, boolean flags) {
		return KNOWN.computeIfAbsent(new Fit(options, flags),
				(fit) -> new ScriptLibrary(options, flags, TestScripts::showingTestClock));
	}

	private static String showingTestClock(String source) {
		return source.replace("local time = redis.call('TIME')",
				"local tagged = string.match(KEYS[1], '^.-}:') or string.match(KEYS[2] or '', '^.-}:')\n"
						+ "local shown = tagged and tonumber(redis.call('GET', tagged .. 'clock'))\n"
						+ "local time = shown and { math.floor(shown / 1000), shown % 1000 * 1000 } or redis.call('TIME')");
	}

	private record Fit(StoreOptions options, boolean flags) {
	}

}
