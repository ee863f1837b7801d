package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.escrowmint.testing.JvmProcess;

import static io.escrowmint.stream.StreamRig.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Adds numbers to a stream, 1 and so on, while the processes that handle it are killed.
 * Two at any time have the processor's id: one that works, and one that waits to take
 * over. The one that works is killed.
 *
 * @param stream where numbers are added
 * @param process starts a process
 * @param done how many numbers have landed
 */
record KilledUnderLoad(String stream, Supplier<JvmProcess> process, LongSupplier done) {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * Kills, and waits until everything has landed.
	 * @return how many numbers were added
	 */
	long kill(int times) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		AtomicLong added = new AtomicLong();
		Deque<JvmProcess> processes = new ArrayDeque<>();
		try (StreamRig load = StreamRig.shared()) {
			processes.add(this.process.get());
			processes.add(this.process.get());
			Thread producer = new Thread(() -> produce(over, added, load));
			producer.start();
			for (int kill = 0; kill < times; kill++) {
				JvmProcess next = this.process.get();
				processes.addLast(next);
				processes.getFirst().awaitOutput("ready", PATIENCE);
				long before = this.done.getAsLong();
				await().atMost(PATIENCE).until(() -> this.done.getAsLong() > before + 20);
				processes.removeFirst().kill9();
			}
			over.set(true);
			producer.join();
			await().atMost(PATIENCE).until(() -> this.done.getAsLong() >= added.get());
			assertThat(added).hasValueGreaterThan(times * 20L);
			return added.get();
		}
		finally {
			over.set(true);
			processes.forEach(JvmProcess::close);
		}
	}

	private void produce(AtomicBoolean over, AtomicLong added, StreamRig load) {
		while (!over.get()) {
			load.redis().xadd(this.stream, Map.of("payload", "{\"value\":" + (added.get() + 1) + "}"));
			added.incrementAndGet();
			LockSupport.parkNanos(500_000);
		}
	}

}
