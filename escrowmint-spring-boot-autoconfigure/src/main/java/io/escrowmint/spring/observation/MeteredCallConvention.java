package io.escrowmint.spring.observation;

import java.util.Objects;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * How an observed metered call is named and tagged. A bean of this type replaces the
 * default, which tags whether the call was let in and how it ended.
 */
public interface MeteredCallConvention extends ObservationConvention<MeteredCallContext> {

	/** The default. */
	MeteredCallConvention DEFAULT = new MeteredCallConvention() {
	};

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MeteredCallContext;
	}

	@Override
	default @Nullable String getName() {
		return "escrowmint.metered";
	}

	@Override
	default @Nullable String getContextualName(MeteredCallContext context) {
		return "metered call";
	}

	@Override
	default KeyValues getLowCardinalityKeyValues(MeteredCallContext context) {
		return KeyValues.of("outcome", Objects.requireNonNullElse(context.outcome(), "none"), "ending",
				Objects.requireNonNullElse(context.ending(), "none"));
	}

}
