package io.escrowmint.testing;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Random faults on a {@link FlakyProxy}, until closed. The order of the faults and the
 * pauses between them follow from the seed; what they hit depends on the traffic.
 */
public final class ProxyChaos implements AutoCloseable {

	private static final int LONGEST_REFUSAL_MILLIS = 100;

	private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

	private final FlakyProxy proxy;

	private final Random random;

	private final Duration meanInterval;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread;

	ProxyChaos(FlakyProxy proxy, long seed, Duration meanInterval) {
		this.proxy = proxy;
		this.random = new Random(seed);
		this.meanInterval = meanInterval;
		this.thread = ProxyThreads.daemon("proxy-chaos", this::run);
		this.thread.start();
	}

	/**
	 * Ends the chaos and leaves a proxy that passes everything on.
	 */
	@Override
	public void close() {
		this.stopped.countDown();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!isStoppedWithin(nextPause())) {
				breakSomething();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void breakSomething() throws InterruptedException {
		switch (this.random.nextInt(4)) {
			case 0 -> this.proxy.cut();
			case 1 -> this.proxy.hangUp();
			case 2 -> this.proxy.dropRepliesThenCut(LONGEST_SILENCE);
			default -> refuseForAWhile();
		}
	}

	private void refuseForAWhile() throws InterruptedException {
		this.proxy.refuse(true);
		try {
			this.proxy.cut();
			isStoppedWithin(1 + this.random.nextInt(LONGEST_REFUSAL_MILLIS));
		}
		finally {
			this.proxy.refuse(false);
		}
	}

	private long nextPause() {
		return 1 + Math.round(-Math.log(1 - this.random.nextDouble()) * this.meanInterval.toMillis());
	}

	private boolean isStoppedWithin(long millis) throws InterruptedException {
		return this.stopped.await(millis, TimeUnit.MILLISECONDS);
	}

}
