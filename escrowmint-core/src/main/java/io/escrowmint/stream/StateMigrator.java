package io.escrowmint.stream;

/**
 * Rewrites a state that an older version of the application wrote.
 */
@FunctionalInterface
public interface StateMigrator {

	/** Knows no older version. */
	StateMigrator NONE = (version, state) -> {
		throw new IllegalStateException("There is a state of version " + version + ", and no StateMigrator for it");
	};

	/**
	 * Rewrites a state.
	 * @param version the version it was written by; lower than today's
	 * @param state as the codec wrote it
	 * @return as the codec would write it today
	 */
	String migrate(int version, String state);

}
