package io.escrowmint.store;

import java.sql.SQLException;

/**
 * Says of a failure what may stand in a log that is read by many: the types of its
 * exceptions and what a database calls them. Messages name wallets, keys and values of
 * rows, so none of them is said.
 */
public final class FailureTypes {

	private static final int DEPTH = 10;

	private FailureTypes() {
	}

	/**
	 * Returns the types of a failure and of its causes, outermost first.
	 * @param failure the failure
	 * @return the simple names, with the SQLState of those that have one
	 */
	public static String of(Throwable failure) {
		StringBuilder types = new StringBuilder();
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEPTH; depth++) {
			types.append((depth == 0) ? "" : ", caused by ").append(cause.getClass().getSimpleName());
			types.append(state(cause));
			cause = cause.getCause();
		}
		return types.toString();
	}

	private static String state(Throwable cause) {
		try {
			boolean known = cause instanceof SQLException failure && failure.getSQLState() != null;
			return known ? " (SQLState " + ((SQLException) cause).getSQLState() + ")" : "";
		}
		catch (LinkageError ex) {
			// a Java without SQL, so without a SQLState
			return "";
		}
	}

}
