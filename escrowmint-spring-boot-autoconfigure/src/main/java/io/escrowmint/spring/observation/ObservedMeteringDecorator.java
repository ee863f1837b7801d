package io.escrowmint.spring.observation;

import java.time.Duration;

import io.escrowmint.metering.MeteringBacklog;
import io.escrowmint.metering.MeteringDecorator;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes every metered call, from when it asks to be let in until it ends, as a child
 * of what its caller observes. What the call asks of the store is a child of it. A
 * failure to observe is never a failure of the call. Thread-safe.
 */
public final class ObservedMeteringDecorator implements MeteringDecorator {

	private final ObservationRegistry registry;

	private final MeteredCallConvention convention;

	/**
	 * Creates the decorator.
	 * @param registry hears of observations
	 * @param convention names and tags them
	 */
	public ObservedMeteringDecorator(ObservationRegistry registry, MeteredCallConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public MeteringSessions decorate(MeteringSessions sessions) {
		return new Observed(sessions);
	}

	private Observation observation(MeteredCallContext context) {
		return Observation.createNotStarted(this.convention, MeteredCallConvention.DEFAULT, () -> context,
				this.registry);
	}

	private final class Observed implements MeteringSessions {

		private final MeteringSessions sessions;

		Observed(MeteringSessions sessions) {
			this.sessions = sessions;
		}

		@Override
		public MeteringSession begin(long since) {
			MeteringSession session = this.sessions.begin(since);
			return ObservedMeteringDecorator.this.registry.isNoop() ? session
					: new ObservedSession(session, ObservedMeteringDecorator.this::observation);
		}

		@Override
		public MeteringOptions options() {
			return this.sessions.options();
		}

		@Override
		public MeteringBacklog backlog() {
			return this.sessions.backlog();
		}

		@Override
		public void start() {
			this.sessions.start();
		}

		@Override
		public boolean drain(Duration longest) {
			return this.sessions.drain(longest);
		}

		@Override
		public void stop() {
			this.sessions.stop();
		}

	}

}
