package io.escrowmint.stream;

/**
 * A handler failed. Stays within this package.
 */
final class HandlerFailure extends Exception {

	private static final long serialVersionUID = 1L;

	private final int index;

	private final transient Throwable error;

	HandlerFailure(int index, Throwable error) {
		super(error);
		this.index = index;
		this.error = error;
	}

	/**
	 * Passes on what says nothing of the message: that the machine is at its end. All
	 * else counts as a failure of the message, or it would be tried for ever.
	 * @param error what was thrown
	 * @return the error, if it counts
	 */
	static Throwable counted(Throwable error) {
		if (error instanceof VirtualMachineError fatal && !(error instanceof StackOverflowError)) {
			throw fatal;
		}
		return error;
	}

	/**
	 * Which message of the batch it was, from 0.
	 */
	int index() {
		return this.index;
	}

	Throwable error() {
		return this.error;
	}

}
