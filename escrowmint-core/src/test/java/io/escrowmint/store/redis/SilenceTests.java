package io.escrowmint.store.redis;

import java.time.Duration;

import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only a server that is asked and says nothing at all is silent.
 */
class SilenceTests {

	private final Silence silence = new Silence(Duration.ofNanos(100));

	@Test
	void silenceBeginsWithTheFirstQuestion() {
		assertThat(this.silence.isTooLong(1_000)).isFalse();
		this.silence.asked(1_000);
		this.silence.asked(1_050);
		assertThat(this.silence.isTooLong(1_099)).isFalse();
		assertThat(this.silence.isTooLong(1_100)).isTrue();
	}

	@Test
	void anyWordEndsIt() {
		this.silence.asked(1_000);
		this.silence.asked(1_050);
		this.silence.broken();
		assertThat(this.silence.isTooLong(9_000)).isFalse();
		this.silence.asked(9_000);
		assertThat(this.silence.isTooLong(9_099)).isFalse();
		assertThat(this.silence.isTooLong(9_100)).isTrue();
	}

	@Test
	void limitIsLessThanTwoTimeoutsAndNoLessThanASecond() {
		assertThat(Silence.limit(StoreOptions.DEFAULTS)).isEqualTo(Duration.ofSeconds(3));
		assertThat(Silence.limit(StoreOptions.DEFAULTS.withTimeout(Duration.ofMillis(1))))
			.isEqualTo(Duration.ofSeconds(1));
	}

}
