package io.escrowmint.ledger;

import java.time.Instant;
import java.util.List;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletEvent.Claim;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An entry that was written comes back as it was.
 */
class LedgerJsonTests {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.005Z");

	private static final String HOSTILE = "\"\\/\b\f\n\r\t\u0001\u007f\u0085\u2028\u00e4\ud83d\ude00\ud800x},{[]:,";

	@ParameterizedTest
	@EnumSource(EventType.class)
	void whatIsAbsentStaysAbsent(EventType type) {
		assertComesBack(entry(type, null, null, List.of()));
	}

	@ParameterizedTest
	@EnumSource(EventType.class)
	void everyFieldComesBack(EventType type) {
		Claim hold = new Claim(false, HOSTILE, true, 2, TIME, null, 0, 0, null);
		Claim lease = new Claim(true, "l", false, Limits.MAX_CREDITS, TIME, HOSTILE, 1, 2, LeaseExpiry.BURN);
		assertComesBack(entry(type, HOSTILE, new Charge.OfReservation("res"), List.of(hold, lease, lease)));
		assertComesBack(entry(type, "", new Charge.OfConsume("key"), List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{}x", "null", "{\"wallet\":\"secret\"}", "{\"wallet\":",
			"{\"wallet\":\"secret\",\"epoch\":x}", "{\"wallet\":tru}", "{\"wallet\":5}" })
	void whatIsNoEntryIsRefusedWithoutQuotingIt(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> LedgerJson.read(json))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("Not the JSON").doesNotContain("secret"));
	}

	@Test
	void itIsTheLineOfAnExport() {
		LedgerEntry entry = entry(EventType.REFUNDED, "x", null, List.of());
		assertThat(LedgerJson.write(entry) + "\n").isEqualTo(LedgerFormat.JSON_LINES.line(entry));
	}

	private static void assertComesBack(LedgerEntry entry) {
		assertThat(LedgerJson.read(LedgerJson.write(entry))).isEqualTo(entry);
	}

	private static LedgerEntry entry(EventType type, @Nullable String text, @Nullable Charge original,
			List<Claim> open) {
		boolean full = text != null;
		WalletEvent event = new WalletEvent(full ? text : "w", 7, 3, type, TIME, new Figures(-5, 1, 2, 3, 4, 5),
				new Figures(Limits.MAX_CREDITS, 6, 7, 8, 9, 10), text, full, text, full ? TIME : null, full ? 8L : null,
				full ? 9L : null, full, original, text, text, open);
		return new LedgerEntry(event, 3, "9-0", Instant.parse("2026-01-01T00:00:01Z"));
	}

}
