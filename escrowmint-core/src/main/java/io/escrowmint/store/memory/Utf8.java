package io.escrowmint.store.memory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of names in every listing: by unsigned bytes of UTF-8, as Redis sorts, and
 * not by UTF-16 as {@link String#compareTo} does.
 */
final class Utf8 {

	static final Comparator<String> ORDER = (left, right) -> Arrays
		.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

	private Utf8() {
	}

}
