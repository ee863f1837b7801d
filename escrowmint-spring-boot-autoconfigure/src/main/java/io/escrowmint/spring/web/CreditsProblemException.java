package io.escrowmint.spring.web;

import org.jspecify.annotations.Nullable;

/**
 * A request must not get to its metered method. {@link CreditsProblemResolver} writes the
 * answer.
 */
public final class CreditsProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final CreditsProblem problem;

	CreditsProblemException(CreditsProblem problem, @Nullable Throwable cause) {
		super(problem.name(), cause);
		this.problem = problem;
	}

	/**
	 * Returns the answer to the request.
	 * @return the problem
	 */
	public CreditsProblem problem() {
		return this.problem;
	}

}
