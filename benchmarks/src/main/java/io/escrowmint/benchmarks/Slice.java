package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.HdrHistogram.Histogram;

/**
 * One turn of one contender: threads that call in a closed loop for a short time.
 *
 * @param perSecond calls per second, all threads together
 * @param latencies of each call, in nanoseconds
 */
record Slice(double perSecond, Histogram latencies) {

	private static final int DIGITS = 3;

	static Slice run(Contender contender, int threads, Shape shape, Duration length) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Callable<Histogram>> loops = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				loops.add(() -> {
					start.await();
					return loop(contender, shape, length.toNanos());
				});
			}
			Histogram all = new Histogram(DIGITS);
			for (Future<Histogram> loop : callers.invokeAll(loops)) {
				all.add(loop.get());
			}
			return new Slice(all.getTotalCount() * 1e9 / length.toNanos(), all);
		}
		finally {
			callers.shutdownNow();
		}
	}

	/**
	 * Counts what ended in time; the call on its way when time is over is not counted.
	 */
	private static Histogram loop(Contender contender, Shape shape, long nanos) throws Exception {
		Histogram latencies = new Histogram(DIGITS);
		long start = System.nanoTime();
		long before = start;
		while (true) {
			contender.call(shape.next());
			long after = System.nanoTime();
			if (after - start > nanos) {
				return latencies;
			}
			latencies.recordValue(after - before);
			before = after;
		}
	}

}
