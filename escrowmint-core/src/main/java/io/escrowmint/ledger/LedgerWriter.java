package io.escrowmint.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes entries line by line and keeps none.
 *
 * @param out takes the text
 * @param format how entries are written
 */
record LedgerWriter(Appendable out, LedgerFormat format) {

	void begin() {
		append(this.format.head());
	}

	void write(LedgerEntry entry) {
		append(this.format.line(entry));
	}

	private void append(String text) {
		try {
			this.out.append(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The export could not be written", ex);
		}
	}

}
