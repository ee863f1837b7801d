package io.escrowmint.spring.actuate;

import java.util.List;

/**
 * What a store has found out about the server that it stands on.
 */
@FunctionalInterface
public interface StoreDiagnosis {

	/**
	 * Returns what an operator should change, as sentences. Answers from memory.
	 * @return the warnings, empty if all is well or nothing is known yet
	 */
	List<String> warnings();

}
