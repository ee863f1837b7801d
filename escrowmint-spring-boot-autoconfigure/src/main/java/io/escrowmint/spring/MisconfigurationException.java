package io.escrowmint.spring;

/**
 * The application cannot start because it is put together wrongly. Says what was found
 * and what to write instead.
 */
public final class MisconfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	public MisconfigurationException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Returns what to write instead.
	 * @return a sentence or two
	 */
	public String action() {
		return this.action;
	}

}
