package io.escrowmint.spring;

import org.jspecify.annotations.Nullable;

/**
 * The application cannot start because it is put together wrongly. Says what was found
 * and what to write instead.
 */
public final class MisconfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	public MisconfigurationException(String description, String action) {
		this(description, action, null);
	}

	public MisconfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
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
