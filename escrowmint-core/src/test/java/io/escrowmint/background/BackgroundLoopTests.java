package io.escrowmint.background;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class BackgroundLoopTests {

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger begun = new AtomicInteger();

	private final CountDownLatch work = new CountDownLatch(1);

	private final BackgroundLoop loop = new BackgroundLoop(BackgroundLoopTests::daemon, this::body, (thread) -> {
	});

	@AfterEach
	void stop() {
		this.work.countDown();
		this.loop.stop();
	}

	@Test
	void isOneThreadHoweverOftenItIsStarted() {
		this.loop.start();
		this.loop.start();
		await().untilAtomic(this.begun, (value) -> assertThat(value).isNotZero());
		this.work.countDown();
		this.loop.stop();
		assertThat(this.begun).hasValue(1);
		assertThat(this.loop.isRunning()).isFalse();
	}

	@Test
	void successorWaitsForAThreadThatNobodyWaitedFor() {
		this.loop.start();
		await().untilAtomic(this.begun, (value) -> assertThat(value).isEqualTo(1));
		Thread.currentThread().interrupt();
		this.loop.stop();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.loop.isRunning()).isFalse();

		this.loop.start();
		assertThat(this.loop.isRunning()).isTrue();
		await().during(Duration.ofMillis(100)).untilAtomic(this.begun, (value) -> assertThat(value).isEqualTo(1));
		this.work.countDown();
		await().untilAtomic(this.begun, (value) -> assertThat(value).isEqualTo(2));
		assertThat(this.most).hasValue(1);
	}

	@Test
	void interruptAloneEndsNothing() {
		AtomicInteger rounds = new AtomicInteger();
		BackgroundLoop counting = new BackgroundLoop(BackgroundLoopTests::daemon, (ending) -> {
			while (!ending.hasBegun()) {
				rounds.incrementAndGet();
				Thread.currentThread().interrupt();
				ending.pause(1_000_000);
			}
		}, Thread::interrupt);
		counting.start();
		await().untilAtomic(rounds, (value) -> assertThat(value).isGreaterThan(3));
		counting.stop();
		int last = rounds.get();
		assertThat(counting.isRunning()).isFalse();
		await().during(Duration.ofMillis(20)).untilAtomic(rounds, (value) -> assertThat(value).isEqualTo(last));
	}

	@Test
	void loopThatFoundNoThreadDoesNotRun() {
		AtomicBoolean none = new AtomicBoolean(true);
		ThreadFactory scarce = (task) -> {
			if (none.get()) {
				throw new OutOfMemoryError("expected");
			}
			return daemon(task);
		};
		BackgroundLoop starving = new BackgroundLoop(scarce, this::body, Thread::interrupt);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(starving::start);
		assertThat(starving.isRunning()).isFalse();
		none.set(false);
		starving.start();
		assertThat(starving.isRunning()).isTrue();
		this.work.countDown();
		starving.stop();
	}

	private void body(Ending ending) {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		this.begun.incrementAndGet();
		while (!ending.hasBegun() || this.work.getCount() > 0) {
			try {
				this.work.await();
			}
			catch (InterruptedException ex) {
				// what is under way ends by itself only
			}
			ending.pause(1_000_000);
		}
		this.inside.decrementAndGet();
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "background-loop-test");
		thread.setDaemon(true);
		return thread;
	}

}
