package io.escrowmint.stream;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.jdbc.Refusals;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * Tells of a transaction that failed after its handler had returned whether what the
 * handler did is to blame, so that it would fail again: it was rolled back from within,
 * the database refuses a row, or the commit failed without a word of the database, as the
 * validation of an entity does. An outage is not, a deadlock neither.
 */
final class RefusedTransaction {

	private static final int DEPTH = 20;

	/** Something has failed before in this transaction of PostgreSQL, and was caught. */
	private static final String ABORTED = "25P02";

	private RefusedTransaction() {
	}

	static boolean isOne(Throwable failure) {
		List<Throwable> causes = causes(failure);
		if (causes.stream().anyMatch(RefusedTransaction::mayPass)) {
			return false;
		}
		return causes.stream().anyMatch(RefusedTransaction::isRefusal)
				|| causes.stream().noneMatch(SQLException.class::isInstance);
	}

	private static List<Throwable> causes(Throwable failure) {
		List<Throwable> causes = new ArrayList<>();
		for (Throwable cause = failure; cause != null && causes.size() < DEPTH; cause = cause.getCause()) {
			causes.add(cause);
		}
		return causes;
	}

	private static boolean mayPass(Throwable cause) {
		return cause instanceof TransientDataAccessException || cause instanceof RecoverableDataAccessException
				|| cause instanceof DataAccessResourceFailureException
				|| cause instanceof SQLException failure && Refusals.mayPass(failure);
	}

	private static boolean isRefusal(Throwable cause) {
		return cause instanceof UnexpectedRollbackException || cause instanceof DataIntegrityViolationException
				|| cause instanceof SQLException failure
						&& (ABORTED.equals(failure.getSQLState()) || Refusals.isFinal(failure));
	}

}
