package io.escrowmint.canary;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The canary of the nullness gate. The NullAway error about this file in a build's output is the proof that the
 * gate is live; without one the build fails.
 */
@NullMarked
final class ThisMustNotCompile {

	private ThisMustNotCompile() {
	}

	static String promisesAValue(@Nullable String mayBeAbsent) {
		return mayBeAbsent;
	}

}
