package io.escrowmint.spring.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what conventions and handlers throw away from what they observe.
 */
final class Quiet {

	private static final Logger logger = LoggerFactory.getLogger(Quiet.class);

	private Quiet() {
	}

	static Observation start(Supplier<Observation> observation) {
		try {
			return observation.get().start();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("An observation could not be started", ex);
			return Observation.NOOP;
		}
	}

	static Observation.Scope scope(Observation observation) {
		try {
			return observation.openScope();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("An observation could not be made current", ex);
			return Observation.Scope.NOOP;
		}
	}

	static void run(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("An observation failed", ex);
		}
	}

}
