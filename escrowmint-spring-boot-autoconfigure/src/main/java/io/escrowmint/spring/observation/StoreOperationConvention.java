package io.escrowmint.spring.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * How an observed operation of the store is named and tagged. A bean of this type
 * replaces the default, which tags operation and outcome, and adds the request id to
 * spans alone.
 */
public interface StoreOperationConvention extends ObservationConvention<StoreOperationContext> {

	/** The default. */
	StoreOperationConvention DEFAULT = new StoreOperationConvention() {
	};

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof StoreOperationContext;
	}

	@Override
	default @Nullable String getName() {
		return "escrowmint.store";
	}

	@Override
	default @Nullable String getContextualName(StoreOperationContext context) {
		return "credits " + context.operation();
	}

	@Override
	default KeyValues getLowCardinalityKeyValues(StoreOperationContext context) {
		String outcome = context.outcome();
		return KeyValues.of("operation", context.operation(), "outcome", (outcome != null) ? outcome : "none");
	}

	@Override
	default KeyValues getHighCardinalityKeyValues(StoreOperationContext context) {
		String requestId = context.requestId();
		return (requestId != null) ? KeyValues.of("request.id", requestId) : KeyValues.empty();
	}

}
