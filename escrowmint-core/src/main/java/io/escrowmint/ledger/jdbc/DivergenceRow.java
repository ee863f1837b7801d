package io.escrowmint.ledger.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerFinding.Divergence.Reason;

/**
 * How an event that contradicts the ledger lies in a row.
 */
final class DivergenceRow {

	static final List<String> COLUMNS = EntryRow.columnsAnd("reason", "digest");

	static final List<String> KEY = List.of("wallet", "epoch", "seq", "digest");

	private DivergenceRow() {
	}

	static void bind(Parameters parameters, Divergence divergence) throws SQLException {
		EntryRow.bind(parameters, divergence.arrived());
		parameters.word(divergence.reason()).text(digest(divergence.arrived()));
	}

	static Divergence read(ResultSet row) throws SQLException {
		return new Divergence(EntryRow.read(row), null, Reason.valueOf(row.getString("reason")));
	}

	/**
	 * Tells contents of one number apart.
	 */
	static String digest(LedgerEntry entry) {
		try {
			byte[] content = entry.event().toString().getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
