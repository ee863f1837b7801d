package io.escrowmint.benchmarks;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the smaller benchmarks are asked for: {@code --quick}, {@code --redis URL}.
 *
 * @param quick whether a glimpse will do
 * @param redis where Redis is; absent starts one
 */
record Request(boolean quick, @Nullable String redis) {

	static Request of(String[] arguments) {
		List<String> given = List.of(arguments);
		return new Request(given.contains("--quick"),
				given.contains("--redis") ? given.get(given.indexOf("--redis") + 1) : null);
	}

}
