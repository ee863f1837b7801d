package io.escrowmint.ledger;

import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry as a line of comma-separated values. Text always stands in quotes;
 * numbers and times never need them.
 */
final class CsvLine {

	static final String NAMES = "wallet,epoch,seq,type,time,available_change,held_change,leased_change,spent_change,"
			+ "granted_change,debt_change,available,held,leased,spent,granted,debt,operation_kind,operation_id,"
			+ "caller_named,owner,expires_at,asked,charged,late,original_kind,original_id,request_id,note,open,"
			+ "landed_at\r\n";

	// With their full-width twins, which spreadsheets of some languages take as well.
	private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

	private final StringBuilder line = new StringBuilder(256);

	private CsvLine() {
	}

	static String of(LedgerEntry entry) {
		WalletEvent event = entry.event();
		OriginalCharge original = OriginalCharge.of(event.original());
		CsvLine line = new CsvLine().text(event.wallet())
			.plain(event.epoch())
			.plain(event.seq())
			.plain(event.type())
			.plain(event.time())
			.figures(event.change())
			.figures(event.after())
			.plain(OperationKind.of(event))
			.text(event.id())
			.plain(event.callerNamed())
			.text(event.owner())
			.plain(event.expiresAt())
			.plain(event.asked())
			.plain(event.charged())
			.plain(event.late());
		return line.plain(original.kind())
			.text(original.id())
			.text(event.requestId())
			.text(event.note())
			.plain(event.open().size())
			.plain(entry.landedAt())
			.end();
	}

	private CsvLine figures(Figures figures) {
		return plain(figures.available()).plain(figures.held())
			.plain(figures.leased())
			.plain(figures.spent())
			.plain(figures.granted())
			.plain(figures.debt());
	}

	private CsvLine plain(@Nullable Object value) {
		this.line.append((value != null) ? value : "").append(',');
		return this;
	}

	private CsvLine text(@Nullable String value) {
		if (value != null) {
			this.line.append('"');
			if (!value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0) {
				this.line.append('\'');
			}
			this.line.append(value.replace("\"", "\"\"")).append('"');
		}
		this.line.append(',');
		return this;
	}

	private String end() {
		this.line.setLength(this.line.length() - 1);
		return this.line.append("\r\n").toString();
	}

}
