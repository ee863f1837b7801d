package io.escrowmint.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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

	private final Map<Verb, Script> own = new ConcurrentHashMap<>();

	private final Map<Lane, Script> lanes = new ConcurrentHashMap<>();

	private final Map<String, Script> extras = new ConcurrentHashMap<>();

	private final StoreOptions options;

	private final boolean flags;

	private final UnaryOperator<String> rewrite;

	/**
	 * Creates a library that assembles a script when it is first asked for it.
	 * @param options the retention times, which are written into the scripts
	 * @param flags whether this Redis knows script flags (7.0 and newer)
	 * @param rewrite last touch on each source; identity outside of tests
	 */
	ScriptLibrary(StoreOptions options, boolean flags, UnaryOperator<String> rewrite) {
		this.options = options;
		this.flags = flags;
		this.rewrite = rewrite;
	}

	Script own(Verb verb) {
		Script script = this.own.get(verb);
		return (script != null) ? script : this.own.computeIfAbsent(verb, this::assemble);
	}

	/**
	 * Returns the script for calls of a lane that travel together; of a plain lane for
	 * lone calls too.
	 */
	Script lane(Lane lane) {
		Script script = this.lanes.get(lane);
		return (script != null) ? script : this.lanes.computeIfAbsent(lane, this::assemble);
	}

	/**
	 * Returns a script that is not about one wallet, fit for this Redis.
	 */
	Script extra(Script script) {
		return this.extras.computeIfAbsent(script.name(),
				(name) -> Script.of(name, this.rewrite.apply(script.source())));
	}

	Collection<Script> all() {
		return Stream.concat(Stream.of(Verb.values()).map(this::own), Stream.of(Lane.values()).map(this::lane))
			.toList();
	}

	private Script assemble(Verb verb) {
		Set<Part> parts = EnumSet.copyOf(ALWAYS);
		parts.addAll(verb.parts());
		return full(verb.file(), verb.lane(), parts, List.of(verb));
	}

	private Script assemble(Lane lane) {
		if (lane.isPlain()) {
			return plain(lane);
		}
		List<Verb> verbs = Stream.of(Verb.values()).filter((verb) -> verb.lane() == lane).toList();
		return full(lane.script(), lane, EnumSet.allOf(Part.class), verbs);
	}

	private Script full(String name, Lane lane, Set<Part> parts, List<Verb> verbs) {
		StringBuilder text = settings(lane);
		text.append(load("core")).append(load("plain-claims"));
		parts.forEach((part) -> text.append(load(part.file())));
		verbs.forEach((verb) -> text.append("do\n").append(load(verb.file())).append("end\n"));
		text.append(load("main"));
		return script(name, text);
	}

	private Script plain(Lane lane) {
		StringBuilder text = settings(lane);
		text.append(load("plain-state")).append((lane == Lane.SPENDING) ? load("spend-untold") : "");
		text.append(load("plain")).append((lane == Lane.SPENDING) ? "" : load("plain-claims"));
		text.append(load(lane.script())).append(load("plain-main"));
		return script(lane.script(), text);
	}

	private Script script(String name, StringBuilder text) {
		return Script.of(name, this.rewrite.apply(inlined(text.toString())));
	}

	private StringBuilder settings(Lane lane) {
		StringBuilder text = new StringBuilder();
		if (this.flags && lane.givesBack()) {
			text.append("#!lua flags=allow-oom\n");
		}
		text.append("local IDEMPOTENCY_TTL, RECEIPT_TTL = ").append(this.options.idempotencyTtl().toMillis());
		text.append(", ").append(this.options.receiptTtl().toMillis()).append('\n');
		return text.append("local FIRST_WRITE_FREES = ").append(!this.flags && lane.givesBack()).append('\n');
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
