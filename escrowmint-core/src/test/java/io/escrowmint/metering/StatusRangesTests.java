package io.escrowmint.metering;

import io.escrowmint.model.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StatusRangesTests {

	@Test
	void bothEndsOfARangeAreIncluded() {
		StatusRanges ranges = StatusRanges.parse("200-299, 304");
		assertThat(ranges.contains(199)).isFalse();
		assertThat(ranges.contains(200)).isTrue();
		assertThat(ranges.contains(299)).isTrue();
		assertThat(ranges.contains(300)).isFalse();
		assertThat(ranges.contains(304)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "200-", "-299", "299-200", "2xx", "99", "600", "200;201", "200-299,", "1e2" })
	void whatIsNoRangeIsRefused(String text) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> StatusRanges.parse(text));
	}

}
