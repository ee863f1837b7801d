package io.escrowmint.apikey;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;

import io.escrowmint.model.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApiKeyLinesTests {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

	private static final String HASH = "0123456789abcdef".repeat(4);

	@ParameterizedTest
	@ValueSource(strings = { "w", "\"", "\\", "a\\\"b", "{}", "a,b:c", "\u2028", "😀", "é", "/", "null" })
	void anyWalletAndLabelComeBack(String name) {
		ApiKeyRecord entry = new ApiKeyRecord(new ApiKey("id-1", name, name, TIME, TIME.plusSeconds(1), null), HASH);
		String lines = written(List.of(entry, entry));
		assertThat(lines.lines().filter((line) -> !line.isEmpty())).hasSizeGreaterThanOrEqualTo(2);
		assertThat(ApiKeyLines.read(new StringReader(lines))).containsExactly(entry, entry);
	}

	@Test
	void aLineIsPlainJson() {
		ApiKeyRecord entry = new ApiKeyRecord(new ApiKey("id-1", "w", "", TIME, null, TIME), HASH);
		assertThat(written(List.of(entry))).isEqualTo("{\"id\":\"id-1\",\"hash\":\"" + HASH
				+ "\",\"wallet\":\"w\",\"label\":\"\",\"created\":\"2026-01-02T03:04:05.678Z\","
				+ "\"revoked\":\"2026-01-02T03:04:05.678Z\"}\n");
	}

	@Test
	void fieldsMayBeSpacedReorderedUnknownAndEscaped() {
		String line = " { \"hash\" : \"" + HASH + "\", \"more\": 12, \"expires\": null, \"id\": \"a\",\t\"wallet\": "
				+ "\"\\u0041\\/\", \"created\": \"" + TIME + "\" } \n\n";
		assertThat(ApiKeyLines.read(new StringReader(line)))
			.containsExactly(new ApiKeyRecord(new ApiKey("a", "A/", "", TIME, null, null), HASH));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "{", "{}", "[]", "{\"id\":\"a\"}", "{\"id\":}", "{\"id\":\"a\"} x",
			"{\"id\":\"\\x\"}", "{\"id\":\"\\u12\"}", "{\"id\" \"a\"}", "{\"id\":{}}" })
	void whatIsNoRecordIsNamedByItsLineAndNotShown(String line) {
		ApiKeyRecord entry = new ApiKeyRecord(new ApiKey("id-1", "w", "", TIME, null, null), HASH);
		String lines = written(List.of(entry)) + line + "\n";
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> ApiKeyLines.read(new StringReader(lines)))
			.withMessageContaining("line")
			.withMessageContaining("2");
	}

	private static String written(List<ApiKeyRecord> records) {
		StringBuilder lines = new StringBuilder();
		ApiKeyLines.write(records, lines);
		return lines.toString();
	}

}
