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
	 * Which message of the batch it was, from 0.
	 */
	int index() {
		return this.index;
	}

	Throwable error() {
		return this.error;
	}

}
