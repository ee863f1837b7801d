package io.escrowmint.stream;

/**
 * Where a processor commits.
 */
public enum CommitStore {

	/** In Redis: state, position and what it publishes, in one script. */
	REDIS,

	/**
	 * In a database: state, position and what the handler writes there, in one
	 * transaction. It cannot publish.
	 */
	SQL

}
