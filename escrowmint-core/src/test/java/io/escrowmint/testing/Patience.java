package io.escrowmint.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait for a minute and a half, unless it says otherwise: a machine that
 * does something else for half a minute breaks nothing. And lets it look more often than
 * the tenth of a second that Awaitility would take, which hundreds of tests wait at
 * least. Found by JUnit, in every module.
 */
public final class Patience implements BeforeAllCallback {

	private static final Duration LONGEST = Duration.ofSeconds(90);

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(LONGEST);
		Awaitility.setDefaultPollInterval(BETWEEN_LOOKS);
	}

}
