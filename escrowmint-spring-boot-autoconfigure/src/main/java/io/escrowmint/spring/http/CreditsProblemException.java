package io.escrowmint.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * A request must not get to its metered method. Whoever serves the request writes the
 * {@linkplain CreditsAnswers#problem answer}.
 */
public final class CreditsProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final CreditsProblem problem;

	/**
	 * Creates the exception.
	 * @param problem what the client is told
	 * @param cause why, for logs
	 */
	public CreditsProblemException(CreditsProblem problem, @Nullable Throwable cause) {
		super(problem.slug(), cause);
		this.problem = problem;
	}

	/**
	 * Returns what the client is told.
	 * @return the problem
	 */
	public CreditsProblem problem() {
		return this.problem;
	}

}
