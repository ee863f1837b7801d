package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.escrowmint.metering.MeteringBacklog;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class MeteringLifecycleTests {

	private final Sessions sessions = new Sessions();

	private final MeteringLifecycle lifecycle = new MeteringLifecycle(this.sessions, Duration.ofSeconds(30),
			Thread::new);

	@Test
	void startsBeforeTheWebServerAndStopsAfterIt() {
		assertThat(this.lifecycle.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
			.isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
			.isPositive();
	}

	@Test
	void drainsWithinTheTimeOfThePhaseAndThenStops() throws Exception {
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
		CountDownLatch stopped = new CountDownLatch(1);
		this.lifecycle.stop(stopped::countDown);
		assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.sessions.calls).containsExactly("start", "drain PT27S", "stop");
		assertThat(this.lifecycle.isRunning()).isFalse();
	}

	private static final class Sessions implements MeteringSessions {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Override
		public MeteringSession begin(long since) {
			throw new UnsupportedOperationException();
		}

		@Override
		public MeteringOptions options() {
			return MeteringOptions.DEFAULTS;
		}

		@Override
		public MeteringBacklog backlog() {
			return new MeteringBacklog(0, 0, 0, 0);
		}

		@Override
		public void start() {
			this.calls.add("start");
		}

		@Override
		public boolean drain(Duration longest) {
			this.calls.add("drain " + longest);
			return true;
		}

		@Override
		public void stop() {
			this.calls.add("stop");
		}

	}

}
