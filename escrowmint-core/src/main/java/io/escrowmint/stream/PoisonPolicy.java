package io.escrowmint.stream;

/**
 * What becomes of a message that cannot be handled.
 */
public enum PoisonPolicy {

	/** It goes to the dead letters, with its cause, and the stream goes on. */
	DEAD_LETTER,

	/** It is tried again for ever, and what is behind it waits; health says so. */
	BLOCK

}
