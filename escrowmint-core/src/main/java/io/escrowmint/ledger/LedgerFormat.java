package io.escrowmint.ledger;

import java.util.function.Function;

/**
 * How entries are written as text.
 */
public enum LedgerFormat {

	/**
	 * Comma-separated values as in RFC 4180, with a line of names first, for
	 * spreadsheets: text that a spreadsheet would take for a formula gets an apostrophe
	 * in front of it. Of open holds and leases only their number is there.
	 */
	CSV(CsvLine.NAMES, CsvLine::of),

	/**
	 * One JSON object per line, with everything, to the letter. What is absent is left
	 * out; credits and numbers are JSON numbers below 2^63.
	 */
	JSON_LINES("", JsonLine::of);

	private final String head;

	private final Function<LedgerEntry, String> line;

	LedgerFormat(String head, Function<LedgerEntry, String> line) {
		this.head = head;
		this.line = line;
	}

	String head() {
		return this.head;
	}

	String line(LedgerEntry entry) {
		return this.line.apply(entry);
	}

}
