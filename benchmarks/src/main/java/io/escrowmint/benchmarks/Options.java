package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param slice how long one contender runs at a time
 * @param warmUp how long each runs before anything counts
 * @param rounds how often each takes its turn
 * @param threads how many threads call at once, one series for each number
 * @param only parts of the names of the contenders to run beside the floor; empty: all
 * @param redis where Redis is; {@code null}: one is started
 */
record Options(Duration slice, Duration warmUp, int rounds, List<Integer> threads, List<String> only,
		@Nullable String redis) {

	private static final Options DEFAULTS = new Options(Duration.ofSeconds(1), Duration.ofMillis(1_000), 7,
			List.of(1, 16, 64), List.of(), null);

	static Options parse(String... arguments) {
		Options options = DEFAULTS;
		Queue<String> words = new ArrayDeque<>(Arrays.asList(arguments));
		for (String word = words.poll(); word != null; word = words.poll()) {
			options = "--quick".equals(word) ? options.quick() : options.with(word, words.poll());
		}
		return options;
	}

	boolean wants(String contender) {
		return this.only.isEmpty() || this.only.stream().anyMatch(contender::contains);
	}

	private Options quick() {
		return new Options(Duration.ofMillis(250), Duration.ofMillis(250), 3, this.threads, this.only, this.redis);
	}

	private Options with(String name, @Nullable String value) {
		if (value == null) {
			throw new IllegalArgumentException(name + " is not an option, or its value is missing");
		}
		return switch (name) {
			case "--seconds" -> new Options(Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000)),
					this.warmUp, this.rounds, this.threads, this.only, this.redis);
			case "--rounds" ->
				new Options(this.slice, this.warmUp, Integer.parseInt(value), this.threads, this.only, this.redis);
			case "--threads" -> new Options(this.slice, this.warmUp, this.rounds,
					words(value).stream().map(Integer::valueOf).toList(), this.only, this.redis);
			case "--only" -> new Options(this.slice, this.warmUp, this.rounds, this.threads, words(value), this.redis);
			case "--redis" -> new Options(this.slice, this.warmUp, this.rounds, this.threads, this.only, value);
			default -> throw new IllegalArgumentException(name + " is not an option");
		};
	}

	private static List<String> words(String value) {
		return List.of(value.split(","));
	}

}
