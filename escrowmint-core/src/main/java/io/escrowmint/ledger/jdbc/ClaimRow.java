package io.escrowmint.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.OperationKind;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent.Claim;
import org.jspecify.annotations.Nullable;

/**
 * An open hold or live lease of an entry, as it lies in a row.
 *
 * @param wallet the wallet
 * @param key the number of the entry
 * @param claim the hold or lease
 */
record ClaimRow(String wallet, LedgerKey key, Claim claim) {

	static final List<String> COLUMNS = List.of("wallet", "epoch", "seq", "claim_kind", "claim_id", "caller_named",
			"amount", "expires_ms", "owner", "consumed", "reported", "at_expiry");

	/**
	 * Returns the rows of an entry.
	 */
	static Stream<ClaimRow> of(LedgerEntry entry) {
		return entry.event().open().stream().map((claim) -> new ClaimRow(entry.event().wallet(), entry.key(), claim));
	}

	static void bind(Parameters parameters, ClaimRow row) throws SQLException {
		Claim claim = row.claim;
		parameters.text(row.wallet)
			.number((Long) row.key.epoch())
			.number((Long) row.key.seq())
			.word(claim.lease() ? OperationKind.LEASE : OperationKind.RESERVATION)
			.text(claim.id())
			.flag(claim.callerNamed())
			.number((Long) claim.amount())
			.time(claim.expiresAt())
			.text(claim.owner())
			.number((Long) claim.consumed())
			.number((Long) claim.reported())
			.word(claim.expiry());
	}

	static ClaimRow read(ResultSet row) throws SQLException {
		Claim claim = new Claim(OperationKind.valueOf(row.getString("claim_kind")) == OperationKind.LEASE,
				row.getString("claim_id"), row.getBoolean("caller_named"), row.getLong("amount"),
				Instant.ofEpochMilli(row.getLong("expires_ms")), row.getString("owner"), row.getLong("consumed"),
				row.getLong("reported"), expiry(row.getString("at_expiry")));
		return new ClaimRow(row.getString("wallet"), new LedgerKey(row.getLong("epoch"), row.getLong("seq")), claim);
	}

	private static @Nullable LeaseExpiry expiry(@Nullable String name) {
		return (name != null) ? LeaseExpiry.valueOf(name) : null;
	}

}
