package io.escrowmint.spring.http;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IdempotencyKeyHeaderTests {

	@Test
	void requestWithoutTheHeaderHasNoKey() {
		assertThat(IdempotencyKeyHeader.read(List.of())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"",
			"  \"8e03978e-40d5-43dd-bc93-6894a57f9324\" " })
	void quotedAndBareFormsAreTheSameKey(String value) {
		assertThat(read(value)).isEqualTo("8e03978e-40d5-43dd-bc93-6894a57f9324");
	}

	@Test
	void quotedKeyMayHaveEscapesBlanksAndCommas() {
		assertThat(read("\"a \\\"b\\\" \\\\ c, d; e\"")).isEqualTo("a \"b\" \\ c, d; e");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\"", "\"\"", "\" \"", "\"a", "a\"", "\"a\"b\"", "\"a\\\"", "\"a\\x\"", "a b",
			"a,b", "a, a", "\"a\", \"a\"", "\"a\";p=1", "a;p", "a\\b", "sch\u00fcssel", "\"\u20ac\"", "a\u0000b",
			"\"a\tb\"", "a\u007fb" })
	void everythingElseIsNoKey(String value) {
		assertNoKey(List.of(value));
	}

	@Test
	void longestKeyHas255Characters() {
		assertThat(read("k".repeat(255))).hasSize(255);
		assertThat(read("\"" + "k".repeat(255) + "\"")).hasSize(255);
		assertNoKey(List.of("k".repeat(256)));
		assertNoKey(List.of("k".repeat(100_000)));
	}

	@Test
	void headerThatIsSentTwiceIsNoKey() {
		assertNoKey(List.of("a", "a"));
	}

	private static String read(String value) {
		return IdempotencyKeyHeader.read(List.of(value));
	}

	private static void assertNoKey(List<String> values) {
		assertThatExceptionOfType(CreditsProblemException.class).isThrownBy(() -> IdempotencyKeyHeader.read(values))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(CreditsProblem.INVALID_IDEMPOTENCY_KEY));
	}

}
