package io.escrowmint.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Entries as text, to the letter.
 */
class LedgerFormatTests {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.005Z");

	private static final Instant LATER = Instant.parse("2026-01-01T00:00:01Z");

	@Test
	void csvHasOneLinePerEntryAndNothingForWhatIsAbsent() {
		String text = export(LedgerFormat.CSV, entry("w", null, null, List.of()));
		assertThat(text.split("\r\n", -1)).containsExactly(
				"wallet,epoch,seq,type,time,available_change,held_change,leased_change,spent_change,granted_change,"
						+ "debt_change,available,held,leased,spent,granted,debt,operation_kind,operation_id,caller_named,"
						+ "owner,expires_at,asked,charged,late,original_kind,original_id,request_id,note,open,landed_at",
				"\"w\",7,3,TOPPED_UP,2026-01-01T00:00:00.005Z,-5,0,0,5,0,0,95,0,0,5,100,0,,,false,,,,,false,,,,,0,"
						+ "2026-01-01T00:00:01Z",
				"");
	}

	@Test
	void csvOfAFullEntryHasEveryFieldInItsPlace() {
		assertThat(export(LedgerFormat.CSV, new LedgerEntry(full(), 3, "9-0", LATER))).endsWith(
				"\r\n\"w\",7,3,REFUNDED,2026-01-01T00:00:00.005Z,-5,0,0,5,0,0,95,0,0,5,100,0,OPERATION,\"key\",true,"
						+ "\"own\",2026-01-01T00:00:01Z,8,9,true,RESERVATION,\"res\",\"req\",\"note\",2,"
						+ "2026-01-01T00:00:01Z\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1",
			"\uff20A" })
	void csvTextIsNeverAFormula(String formula) {
		assertThat(export(LedgerFormat.CSV, entry(formula, null, formula, List.of())))
			.contains("\n\"'" + formula + "\",7,3")
			.contains(",\"'" + formula + "\",0,");
	}

	@Test
	void csvTextStaysInItsField() {
		assertThat(export(LedgerFormat.CSV, entry("a\"b,c;d", null, "x\",\"y\r\n=1", List.of())))
			.contains("\n\"a\"\"b,c;d\",7,3")
			.contains(",\"x\"\",\"\"y\r\n=1\",0,");
		assertThat(export(LedgerFormat.CSV, entry("w", null, "", List.of()))).contains(",\"\",0,");
	}

	@Test
	void jsonLeavesOutWhatIsAbsent() {
		assertThat(export(LedgerFormat.JSON_LINES, entry("w", null, null, List.of())))
			.isEqualTo("{\"wallet\":\"w\",\"epoch\":7,\"seq\":3,\"type\":\"TOPPED_UP\","
					+ "\"time\":\"2026-01-01T00:00:00.005Z\",\"change\":{\"available\":-5,\"held\":0,\"leased\":0,"
					+ "\"spent\":5,\"granted\":0,\"debt\":0},\"after\":{\"available\":95,\"held\":0,\"leased\":0,"
					+ "\"spent\":5,\"granted\":100,\"debt\":0},\"partition\":3,\"position\":\"9-0\","
					+ "\"landedAt\":\"2026-01-01T00:00:01Z\"}\n");
	}

	@Test
	void jsonOfAFullEntryHasEveryField() {
		assertThat(export(LedgerFormat.JSON_LINES, new LedgerEntry(full(), 3, "9-0", LATER)))
			.contains("\"operation\":{\"kind\":\"OPERATION\",\"id\":\"key\",\"callerNamed\":true},\"owner\":\"own\","
					+ "\"expiresAt\":\"2026-01-01T00:00:01Z\",\"asked\":8,\"charged\":9,\"late\":true,"
					+ "\"original\":{\"kind\":\"RESERVATION\",\"id\":\"res\"},\"requestId\":\"req\",\"note\":\"note\","
					+ "\"open\":[{\"kind\":\"RESERVATION\",\"id\":\"h\",\"callerNamed\":false,\"amount\":2,"
					+ "\"expiresAt\":\"2026-01-01T00:00:01Z\"},{\"kind\":\"LEASE\",\"id\":\"l\",\"callerNamed\":true,"
					+ "\"amount\":4,\"expiresAt\":\"2026-01-01T00:00:01Z\",\"owner\":\"own\",\"consumed\":1,"
					+ "\"reported\":2,\"atExpiry\":\"BURN\"}],\"partition\":3");
	}

	@Test
	void jsonTextIsEscaped() {
		String hostile = "\"\\/\b\f\n\r\t\u0001\u007f\u0085\u2028\u2029\u00e4\ud83d\ude00\ud800x\udc00},{";
		assertThat(export(LedgerFormat.JSON_LINES, entry(hostile, null, null, List.of())))
			.startsWith("{\"wallet\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u007f\\u0085\\u2028\\u2029\u00e4"
					+ "\ud83d\ude00\\ud800x\\udc00},{\",\"epoch\"")
			.containsOnlyOnce("\n");
	}

	@Test
	void writerThatFailsEndsTheExport() {
		Writer broken = new Writer() {

			@Override
			public void write(char[] buffer, int offset, int length) throws IOException {
				throw new IOException("disk full");
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ledgerOf(entry("w", null, null, List.of())).export(LedgerFilter.all(),
					LedgerFormat.JSON_LINES, broken))
			.withRootCauseInstanceOf(IOException.class);
	}

	@Test
	void wrongRequestsAreNamed() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> StatementRequest.of(""));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> StatementRequest.of("w").limit(0));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> StatementRequest.of("w").limit(1001))
			.withMessageContaining("1 to 1000");
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> LedgerFilter.of("w").from(TIME).until(TIME));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> new StatementRequest(LedgerFilter.all(), false, null, 5));
	}

	private static String export(LedgerFormat format, LedgerEntry entry) {
		StringBuilder text = new StringBuilder();
		assertThat(ledgerOf(entry).export(LedgerFilter.all(), format, text)).isOne();
		return text.toString();
	}

	private static LedgerEntry entry(String wallet, @Nullable String id, @Nullable String note,
			List<WalletEvent.Claim> open) {
		return new LedgerEntry(new WalletEvent(wallet, 7, 3, EventType.TOPPED_UP, TIME, new Figures(-5, 0, 0, 5, 0, 0),
				new Figures(95, 0, 0, 5, 100, 0), id, false, null, null, null, null, false, null, null, note, open), 3,
				"9-0", LATER);
	}

	private static WalletEvent full() {
		return new WalletEvent("w", 7, 3, EventType.REFUNDED, TIME, new Figures(-5, 0, 0, 5, 0, 0),
				new Figures(95, 0, 0, 5, 100, 0), "key", true, "own", LATER, 8L, 9L, true,
				new Charge.OfReservation("res"), "req", "note",
				List.of(new WalletEvent.Claim(false, "h", false, 2, LATER, null, 0, 0, null),
						new WalletEvent.Claim(true, "l", true, 4, LATER, "own", 1, 2, LeaseExpiry.BURN)));
	}

	private static Ledger ledgerOf(LedgerEntry entry) {
		return new Ledger() {

			@Override
			public StatementPage statement(StatementRequest request) {
				return new StatementPage(List.of(entry), null);
			}

			@Override
			public LedgerTotals totals(LedgerFilter filter) {
				throw new UnsupportedOperationException();
			}

			@Override
			public List<LedgerEntry> operation(String wallet, OperationKind kind, String id) {
				throw new UnsupportedOperationException();
			}

			@Override
			public long read(LedgerFilter filter, Consumer<LedgerEntry> reader) {
				reader.accept(entry);
				return 1;
			}

		};
	}

}
