package io.escrowmint.ledger.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.escrowmint.ledger.LedgerWallet;

/**
 * How the last state of a wallet lies in a row.
 */
final class WalletRow {

	static final List<String> COLUMNS = List.of("wallet", "epoch", "seq", "time_ms", "available", "held", "leased",
			"spent", "granted", "debt", "diverged", "partition_no");

	static final List<String> KEY = COLUMNS.subList(0, 1);

	private WalletRow() {
	}

	static void bind(Parameters parameters, LedgerWallet wallet) throws SQLException {
		parameters.text(wallet.wallet())
			.number((Long) wallet.epoch())
			.number((Long) wallet.seq())
			.time(wallet.time())
			.figures(wallet.figures())
			.flag(wallet.diverged())
			.number(wallet.partition());
	}

	static LedgerWallet read(ResultSet row) throws SQLException {
		return new LedgerWallet(row.getString("wallet"), row.getLong("epoch"), row.getLong("seq"),
				Instant.ofEpochMilli(row.getLong("time_ms")), EntryRow.figures(row, ""), row.getBoolean("diverged"),
				row.getInt("partition_no"));
	}

}
