package io.escrowmint.spring.actuate;

import java.util.Map;

/**
 * The circuit breakers around the store.
 */
@FunctionalInterface
public interface StoreCircuits {

	/** Lets everything through. */
	String CLOSED = "CLOSED";

	/**
	 * Returns where each circuit stands. Answers from memory.
	 * @return states, such as {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}, by
	 * circuit
	 */
	Map<String, String> states();

}
