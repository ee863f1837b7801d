package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
 * At any time one process works, and is the one that is killed, as soon as each of its
 * processors has got on; its heir is told to begin just before, waits to take over, and
 * is killed next. Others are on their way meanwhile, since a JVM takes long to start.
 *
 * @param stream where numbers are added
 * @param process starts a process, which begins with its first line of input
 * @param done how many numbers each processor has done
 */
record KilledUnderLoad(String stream, Supplier<JvmProcess> process, List<LongSupplier> done) {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int ON_THEIR_WAY = 2;

	/**
	 * Kills, and waits until everything has landed.
	 * @return how many numbers were added
	 */
	long kill(int times) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		AtomicLong added = new AtomicLong();
		List<JvmProcess> processes = new ArrayList<>();
		try (StreamRig load = StreamRig.shared()) {
			Deque<JvmProcess> heirs = new ArrayDeque<>();
			Thread producer = new Thread(() -> produce(over, added, load));
			producer.start();
			JvmProcess working = heir(heirs, processes, times + 1);
			for (int kill = 0; kill < times; kill++) {
				awaitProgress();
				JvmProcess heir = heir(heirs, processes, times + 1);
				working.kill9();
				working = heir;
			}
			awaitProgress();
			over.set(true);
			producer.join();
			await().atMost(PATIENCE).until(() -> this.done.stream().allMatch((one) -> one.getAsLong() >= added.get()));
			assertThat(added).hasValueGreaterThan(times * 20L);
			return added.get();
		}
		finally {
			over.set(true);
			processes.forEach(JvmProcess::close);
		}
	}

	private JvmProcess heir(Deque<JvmProcess> heirs, List<JvmProcess> processes, int most) {
		while (processes.size() < most && heirs.size() <= ON_THEIR_WAY) {
			JvmProcess started = this.process.get();
			processes.add(started);
			heirs.addLast(started);
		}
		JvmProcess heir = heirs.removeFirst();
		heir.awaitOutput("ready", PATIENCE);
		heir.send("go");
		return heir;
	}

	private void awaitProgress() {
		for (LongSupplier one : this.done) {
			long before = one.getAsLong();
			await().atMost(PATIENCE).until(() -> one.getAsLong() > before + 20);
		}
	}

	private void produce(AtomicBoolean over, AtomicLong added, StreamRig load) {
		while (!over.get()) {
			load.redis().xadd(this.stream, Map.of("payload", "{\"value\":" + (added.get() + 1) + "}"));
			added.incrementAndGet();
			LockSupport.parkNanos(2_000_000);
		}
	}

}
