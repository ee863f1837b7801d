package io.escrowmint.stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StreamPositionTests {

	@ParameterizedTest
	@ValueSource(strings = { "0-0", "5-0", "1795261380734-3", "5-0#0", "5-7#12" })
	void positionIsReadAsItWasWritten(String text) {
		assertThat(StreamPosition.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@CsvSource({ "5-1, 5-1", "5-1#3, 5-0", "5-0#3, 4-999999999999999", "0-0#1, 0-0" })
	void entryThatIsDoneInPartIsReadAgain(String position, String landed) {
		assertThat(StreamPosition.parse(position).landed()).isEqualTo(landed);
	}

	@Test
	void whatIsNoPositionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamPosition.parse("5"));
		assertThatIllegalArgumentException().isThrownBy(() -> new StreamPosition("5-0", -2));
	}

}
