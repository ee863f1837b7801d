package io.escrowmint.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.Verb.Lane;
import io.escrowmint.store.redis.Verb.Part;

/**
 * Assembles the scripts: settings, core, shared parts, verbs, main. A lone call takes its
 * verb's own script; calls that travel together take their lane's.
 */
final class ScriptLibrary {

	/**
	 * A line that names whole numbers, truth values or texts: {@code local A, B = 1, 2}.
	 */
	private static final Pattern CONSTANTS = Pattern
		.compile("(?m)^local ([A-Z][A-Z_]*(?:, [A-Z][A-Z_]*)*) = (VALUE(?:, VALUE)*)\\n".replace("VALUE",
				"(?:\\d+|true|false|'[^',\\n]*')"));

	/** A name in capitals that is not text. */
	private static final Pattern CONSTANT = Pattern.compile("(?<![\\w.'])[A-Z][A-Z_]+(?![\\w'])");

	private static final Set<Part> ALWAYS = EnumSet.of(Part.CLAIMS, Part.RECORDS, Part.RECLAIM);

	private final Map<Verb, Script> own = new EnumMap<>(Verb.class);

	private final Map<Lane, Script> lanes = new EnumMap<>(Lane.class);

	private final Map<String, Script> extras = new ConcurrentHashMap<>();

	private final UnaryOperator<String> rewrite;

	/**
	 * Assembles all scripts.
	 * @param options the retention times, which are written into the scripts
	 * @param flags whether this Redis knows script flags (7.0 and newer)
	 * @param rewrite last touch on each source; identity outside of tests
	 */
	ScriptLibrary(StoreOptions options, boolean flags, UnaryOperator<String> rewrite) {
		this.rewrite = rewrite;
		for (Verb verb : Verb.values()) {
			Set<Part> parts = EnumSet.copyOf(ALWAYS);
			parts.addAll(verb.parts());
			this.own.put(verb, script(verb.file(), options, flags, verb.lane(), parts, List.of(verb), rewrite));
		}
		for (Lane lane : Lane.values()) {
			List<Verb> verbs = Stream.of(Verb.values()).filter((verb) -> verb.lane() == lane).toList();
			this.lanes.put(lane, lane.isPlain() ? plain(options, flags, lane, rewrite)
					: script(lane.script(), options, flags, lane, EnumSet.allOf(Part.class), verbs, rewrite));
		}
	}

	Script own(Verb verb) {
		return get(this.own, verb);
	}

	/**
	 * Returns the script for calls of a lane that travel together; of a plain lane for
	 * lone calls too.
	 */
	Script lane(Lane lane) {
		return get(this.lanes, lane);
	}

	/**
	 * Returns a script that is not about one wallet, fit for this Redis.
	 */
	Script extra(Script script) {
		return this.extras.computeIfAbsent(script.name(),
				(name) -> Script.of(name, this.rewrite.apply(script.source())));
	}

	Collection<Script> all() {
		return Stream.of(this.own, this.lanes).flatMap((map) -> map.values().stream()).toList();
	}

	private static <K> Script get(Map<K, Script> scripts, K key) {
		Script script = scripts.get(key);
		if (script == null) {
			throw new IllegalArgumentException("No script for " + key);
		}
		return script;
	}

	private static Script script(String name, StoreOptions options, boolean flags, Lane lane, Set<Part> parts,
			List<Verb> verbs, UnaryOperator<String> rewrite) {
		StringBuilder text = settings(options, flags, lane);
		text.append(load("core"));
		parts.forEach((part) -> text.append(load(part.file())));
		verbs.forEach((verb) -> text.append("do\n").append(load(verb.file())).append("end\n"));
		text.append(load("main"));
		return Script.of(name, rewrite.apply(inlined(text.toString())));
	}

	private static Script plain(StoreOptions options, boolean flags, Lane lane, UnaryOperator<String> rewrite) {
		StringBuilder text = settings(options, flags, lane);
		text.append(load("plain-state")).append((lane == Lane.SPENDING) ? load("spend-untold") : "");
		text.append(load("plain")).append((lane == Lane.SPENDING) ? "" : load("plain-claims"));
		text.append(load(lane.script())).append(load("plain-main"));
		return Script.of(lane.script(), rewrite.apply(inlined(text.toString())));
	}

	private static StringBuilder settings(StoreOptions options, boolean flags, Lane lane) {
		StringBuilder text = new StringBuilder();
		if (flags && lane.givesBack()) {
			text.append("#!lua flags=allow-oom\n");
		}
		text.append("local IDEMPOTENCY_TTL, RECEIPT_TTL = ").append(options.idempotencyTtl().toMillis());
		text.append(", ").append(options.receiptTtl().toMillis()).append('\n');
		return text.append("local FIRST_WRITE_FREES = ").append(!flags && lane.givesBack()).append('\n');
	}

	/**
	 * Writes constants out where they are used: a script's locals are made anew with each
	 * call, and its functions reach them slower than a number.
	 */
	private static String inlined(String source) {
		Map<String, String> constants = new HashMap<>();
		String rest = CONSTANTS.matcher(source).replaceAll((match) -> {
			String[] names = match.group(1).split(", ");
			String[] values = match.group(2).split(", ");
			for (int index = 0; index < names.length; index++) {
				constants.put(names[index], values[index]);
			}
			return "";
		});
		return CONSTANT.matcher(rest)
			.replaceAll((match) -> Matcher.quoteReplacement(constants.getOrDefault(match.group(), match.group())));
	}

	static String load(String file) {
		try (InputStream stream = ScriptLibrary.class.getResourceAsStream(file + ".lua")) {
			if (stream == null) {
				throw new IllegalStateException("Script " + file + ".lua is missing from the class path");
			}
			return withoutComments(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withoutComments(String source) {
		StringBuilder text = new StringBuilder();
		source.lines().filter((line) -> !line.stripLeading().startsWith("--")).forEach((line) -> {
			if (!line.isBlank()) {
				text.append(line).append('\n');
			}
		});
		return text.toString();
	}

}
