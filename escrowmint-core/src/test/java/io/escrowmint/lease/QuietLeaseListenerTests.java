package io.escrowmint.lease;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

class QuietLeaseListenerTests {

	@Test
	void checkedExceptionOfAListenerIsItsOwn() {
		QuietLeaseListener quiet = new QuietLeaseListener(new LeaseListener() {

			@Override
			public void granted(long asked, long granted, boolean refill, Duration elapsed) {
				QuietLeaseListenerTests.<RuntimeException>sneak(new IOException("as Kotlin throws it"));
			}

		});
		assertThatCode(() -> quiet.granted(1, 1, false, Duration.ZERO)).doesNotThrowAnyException();
	}

	@SuppressWarnings("unchecked") // on purpose
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

}
