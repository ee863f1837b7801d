package io.escrowmint.stream;

/**
 * What became of a commit.
 */
enum CommitResult {

	/** All of it is committed. */
	COMMITTED,

	/** Nothing: another process has claimed the processor. */
	FENCED,

	/**
	 * Nothing: the position is another than the one the work began with, or the dead
	 * letter was discarded.
	 */
	MOVED

}
