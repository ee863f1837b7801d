package io.escrowmint.spring.observation;

import java.util.Locale;

import io.escrowmint.metering.Ending;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one metered call while it is observed. Names no wallet and no key.
 */
public final class MeteredCallContext extends Observation.Context {

	private volatile @Nullable String outcome;

	private volatile @Nullable String ending;

	MeteredCallContext() {
	}

	/**
	 * Returns whether the call was let in.
	 * @return {@code admitted}, or why it or a part of it was turned away, such as
	 * {@code insufficient_credits}; {@code null} while that is not known
	 */
	public @Nullable String outcome() {
		return this.outcome;
	}

	/**
	 * Returns how a call ended that was let in.
	 * @return {@code returned}, {@code failed} or {@code disconnected}; {@code null}
	 * before the end
	 */
	public @Nullable String ending() {
		return this.ending;
	}

	void decide(String outcome) {
		this.outcome = outcome;
	}

	void end(Ending.Kind kind) {
		this.ending = kind.name().toLowerCase(Locale.ROOT);
	}

}
