package io.escrowmint.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait for half a minute, unless it says otherwise: a machine that does
 * something else for ten seconds breaks nothing. Found by JUnit, in every module.
 */
public final class Patience implements BeforeAllCallback {

	private static final Duration LONGEST = Duration.ofSeconds(30);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(LONGEST);
	}

}
