package io.escrowmint.stream;

import java.time.Duration;

import io.escrowmint.model.EscrowMintException;

/**
 * This instance cannot read the state of a processor. It has given the processor up, and
 * lets others go first: one of them may be of the version that wrote the state.
 */
final class UnreadableStateException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final Duration pause;

	/**
	 * Creates an exception.
	 * @param processor whose state it is
	 * @param pause for how long to leave the processor alone, so that whoever stands by
	 * has asked for it meanwhile
	 * @param cause why it cannot be read
	 */
	UnreadableStateException(String processor, Duration pause, Throwable cause) {
		super("The state of the processor '" + processor + "' cannot be read: " + cause.getMessage(), cause);
		this.pause = pause;
	}

	Duration pause() {
		return this.pause;
	}

}
