package io.escrowmint.spring;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.testing.AtExit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.SpringApplication;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * Keeps the servers of the test rig alive until the last application context has ended,
 * which gives back what it holds. Found by JUnit.
 */
public final class ContextsEndFirst implements BeforeAllCallback {

	private static final AtomicBoolean ARRANGED = new AtomicBoolean();

	@Override
	public void beforeAll(ExtensionContext context) {
		if (ARRANGED.compareAndSet(false, true)) {
			AtExit.leaveTo(SpringApplication.getShutdownHandlers()::add, ContextsEndFirst::haveContexts);
		}
	}

	/** Boot calls its handlers only if it has run an application, and does not say so. */
	private static boolean haveContexts() {
		Object hook = ReflectionTestUtils.getField(SpringApplication.class, "shutdownHook");
		AtomicBoolean added = (AtomicBoolean) ReflectionTestUtils.getField(Objects.requireNonNull(hook),
				"shutdownHookAdded");
		return Objects.requireNonNull(added).get();
	}

}
