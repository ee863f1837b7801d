package io.escrowmint.ledger.jdbc;

import java.util.List;

import io.escrowmint.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.SavepointManager;

/**
 * Lands entries behind a savepoint, so that a refusal takes back these and nothing else
 * of the transaction. Any other failure is thrown, and ends the transaction.
 */
final class TentativeLander {

	private final EntryLander lander;

	private final SavepointManager savepoints;

	TentativeLander(JdbcTemplate jdbc, LedgerStatements statements, SavepointManager savepoints) {
		this.lander = new EntryLander(jdbc, statements);
		this.savepoints = savepoints;
		if (statements.immediateConstraints != null) {
			jdbc.execute(statements.immediateConstraints);
		}
	}

	Attempt land(List<LedgerEntry> entries) {
		Object savepoint = this.savepoints.createSavepoint();
		try {
			Triage triage = this.lander.land(List.of(entries)).get(0);
			this.savepoints.releaseSavepoint(savepoint);
			return new Attempt(triage, null);
		}
		catch (RuntimeException ex) {
			Objection objection = Objection.of(ex);
			if (objection == null) {
				throw ex;
			}
			this.savepoints.rollbackToSavepoint(savepoint);
			this.savepoints.releaseSavepoint(savepoint);
			return new Attempt(null, objection);
		}
	}

	/**
	 * What became of it: one of the two.
	 *
	 * @param triage what landed
	 * @param objection why nothing did
	 */
	record Attempt(@Nullable Triage triage, @Nullable Objection objection) {

	}

}
