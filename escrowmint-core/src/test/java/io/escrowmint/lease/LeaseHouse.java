package io.escrowmint.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.contract.Calls;
import io.escrowmint.contract.Engine;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.TopUp;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An engine, a wallet, and leases on them, whose clocks the test moves together. Nothing
 * happens in the background unless the test says {@link #tick()}.
 */
final class LeaseHouse implements AutoCloseable {

	static final LeaseTerms TERMS = LeaseTerms.DEFAULTS.withSize(1_000);

	static final LeaseOptions OPTIONS = LeaseOptions.DEFAULTS.withTerms(TERMS);

	static final Duration RECALL_PATIENCE = Duration.ofSeconds(20);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

	final Engine engine;

	final Calls calls;

	final LineStore line;

	final HeardLeases heard = new HeardLeases();

	final String wallet = "wallet:" + UUID.randomUUID();

	/** For how long a recall waits, by the real clock. */
	Duration recallPatience = RECALL_PATIENCE;

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));

	private final List<StoreCreditLeases> opened = new ArrayList<>();

	@Nullable StoreCreditLeases leases;

	LeaseHouse(Engine engine) {
		this.engine = engine;
		this.calls = new Calls(engine);
		this.line = new LineStore(engine.store());
	}

	StoreCreditLeases open(LeaseOptions options) {
		StoreCreditLeases opened = new StoreCreditLeases(this.line, options, this.heard, this.nanos::get,
				this.recallPatience, Never::new);
		opened.start();
		this.opened.add(opened);
		this.leases = opened;
		return opened;
	}

	StoreCreditLeases open(LeaseTerms terms) {
		return open(OPTIONS.withTerms(terms));
	}

	StoreCreditLeases open(LeaseExpiry expiry) {
		return open(TERMS.withExpiry(expiry));
	}

	StoreCreditLeases open() {
		return open(OPTIONS);
	}

	void topUp(long amount) {
		this.calls.apply(TopUp.of(this.wallet, amount)).orElseThrow();
	}

	/**
	 * Moves both clocks, while no call is with the store: a lease granted between the two
	 * would look as much older here as the time that passes, and be taken for expired
	 * while it lives there.
	 */
	void advance(Duration time) {
		this.line.standstill.during(() -> {
			advanceHere(time);
			this.engine.advance(time);
		});
	}

	/** Moves the clock of the process alone, as if the store's were slow. */
	void advanceHere(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	void tick() {
		this.opened.forEach(StoreCreditLeases::tick);
	}

	/** Lets an interval pass again and again until that holds. */
	void until(Runnable assertions) {
		Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
			advance(OPTIONS.reportInterval());
			tick();
			assertions.run();
		});
	}

	/** Stops, and finds at once what that waits for, unless it had to give up waiting. */
	void stop(StoreCreditLeases leases, Runnable assertions) {
		long begun = System.nanoTime();
		leases.stop();
		if (System.nanoTime() - begun < LONGEST_STOP.toNanos()) {
			assertions.run();
		}
		else {
			soon(assertions);
		}
	}

	/** Waits for answers of the store that are on their way. */
	void soon(Runnable assertions) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofMillis(2))
			.untilAsserted(assertions::run);
	}

	void untilReported() {
		until(() -> assertThat(this.opened).allMatch((leases) -> leases.exposure().unreported() == 0));
	}

	Figures figures() {
		return this.calls.state(this.wallet).figures();
	}

	void assertFigures(long available, long held, long leased, long spent, long granted, long debt) {
		assertThat(figures()).isEqualTo(new Figures(available, held, leased, spent, granted, debt));
	}

	@Override
	public void close() {
		this.line.cut = (command) -> false;
		this.line.forgetful = (command) -> false;
		this.opened.forEach(StoreCreditLeases::close);
		this.engine.close();
	}

	/** A timer that never runs. */
	static final class Never extends ScheduledThreadPoolExecutor {

		Never() {
			super(1);
		}

		@Override
		@SuppressWarnings("NullAway")
		public @Nullable ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay,
				TimeUnit unit) {
			return null;
		}

	}

}
