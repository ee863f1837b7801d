package io.escrowmint.spring.aop;

import java.util.Map;

import io.escrowmint.metering.Terms;

/**
 * What configuration says where an annotation says nothing.
 *
 * @param terms how holds are kept and settled
 * @param prices credits by the name of the price
 */
public record MeteredDefaults(Terms terms, Map<String, Long> prices) {

	/** The shipped defaults, without a price. */
	public static final MeteredDefaults SHIPPED = new MeteredDefaults(Terms.DEFAULTS, Map.of());

	public MeteredDefaults {
		prices = Map.copyOf(prices);
	}

}
