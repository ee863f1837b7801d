package io.escrowmint.spring.http;

/**
 * A request is answered without its metered method: with a problem, or with the stored
 * response to its first try. Carries no stack trace, for it is no failure.
 */
public final class AnsweredException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient HttpAnswer answer;

	/**
	 * Creates the exception.
	 * @param answer the answer
	 */
	public AnsweredException(HttpAnswer answer) {
		super("Answered with status " + answer.status(), null, false, false);
		this.answer = answer;
	}

	/**
	 * Returns what to write.
	 * @return the answer
	 */
	public HttpAnswer answer() {
		return this.answer;
	}

}
