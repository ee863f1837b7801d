package io.escrowmint.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.escrowmint.contract.Calls;
import io.escrowmint.model.Figures;
import io.escrowmint.model.TopUp;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.JvmProcess;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that spend one wallet through leases while they are killed and frozen for
 * longer than a lease lives, the line to Redis breaks, and its clock jumps.
 * <p>
 * A credit that a caller was told is theirs is in the store as spent, and under BURN that
 * has no exception. Under RETURN a killed process may have used what it had not reported:
 * no more than that, and the test prints how much it was.
 */
@Timeout(600)
class LeaseChaosTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long CREDITS = 200_000;

	@TempDir
	Path folder;

	private final List<Spender> spenders = new ArrayList<>();

	private RedisEngine engine;

	private FlakyProxy proxy;

	private String prefix;

	private volatile Duration jump = Duration.ZERO;

	/** For so long the time of the wallets stands still in the end. */
	private Duration setBack = Duration.ZERO;

	private long ticked;

	@Test
	void nothingIsOversoldWhateverHappensToProcessesAndClocks() {
		runFor(5, 42);
	}

	@Test
	@Tag("soak")
	void nothingIsOversoldForMinutes() {
		runFor(150, System.nanoTime());
	}

	private void runFor(int disasters, long seed) {
		this.prefix = "test-" + UUID.randomUUID();
		this.engine = new RedisEngine(TestRedis.shared().connectionFactory(),
				LeaseSpenderMain.STORE.withTimeout(PATIENCE), this.prefix);
		Calls calls = new Calls(this.engine);
		calls.apply(TopUp.of("BURN", disasters * CREDITS));
		calls.apply(TopUp.of("RETURN", disasters * CREDITS));
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		try (FlakyProxy line = FlakyProxy.before(TestRedis.shared().uri())) {
			this.proxy = line;
			this.ticked = System.nanoTime();
			clock.scheduleWithFixedDelay(this::moveClock, 5, 5, TimeUnit.MILLISECONDS);
			List<Spender> started = List.of(spawn(), spawn(), spawn());
			started.forEach(Spender::awaitUse);
			Random random = new Random(seed);
			for (int disaster = 0; disaster < disasters; disaster++) {
				strike((disaster < 5) ? disaster : random.nextInt(5), random);
			}
			endAll();
		}
		finally {
			this.spenders.forEach((spender) -> spender.process.close());
			clock.shutdownNow();
		}
		awaitEnd(clock);
		this.engine.advance(this.setBack.plusMinutes(1));
		assertNothingIsOversold(calls, seed);
		this.engine.close();
	}

	/** Shows real time, and jumps when it was told to. */
	private void moveClock() {
		long now = System.nanoTime();
		Duration passed = Duration.ofMillis((now - this.ticked) / 1_000_000);
		this.ticked += passed.toNanos();
		Duration change = passed.plus(this.jump);
		this.jump = Duration.ZERO;
		if (change.isNegative()) {
			this.engine.setBack(change.negated());
		}
		else {
			this.engine.advance(change);
		}
	}

	private void strike(int kind, Random random) {
		Spender victim = alive().get(random.nextInt(alive().size()));
		switch (kind) {
			case 0 -> {
				victim.process.kill9();
				victim.killed = true;
				spawn().awaitUse();
			}
			case 1 -> {
				victim.process.pause();
				pass(LeaseSpenderMain.TERMS.duration().plusMillis(500));
				victim.process.resume();
			}
			case 2 -> {
				this.proxy.refuse(true);
				this.proxy.dropRepliesThenCut();
				pass(LeaseSpenderMain.TERMS.duration().plusMillis(500));
				this.proxy.refuse(false);
			}
			case 3 -> this.jump = Duration.ofSeconds(30);
			default -> {
				this.jump = Duration.ofMinutes(-30);
				this.setBack = this.setBack.plusMinutes(30);
			}
		}
		pass(Duration.ofMillis(300 + random.nextInt(500)));
	}

	private static void pass(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		Awaitility.await().atMost(PATIENCE).until(() -> System.nanoTime() - end >= 0);
	}

	private List<Spender> alive() {
		return this.spenders.stream().filter((spender) -> !spender.killed).toList();
	}

	private void endAll() {
		alive().forEach((spender) -> spender.process.send("stop"));
		alive().forEach(Spender::awaitEnd);
	}

	private static void awaitEnd(ScheduledExecutorService clock) {
		Awaitility.await().atMost(PATIENCE).until(clock::isTerminated);
	}

	private void assertNothingIsOversold(Calls calls, long seed) {
		Figures burned = calls.state("BURN").figures();
		Figures returned = calls.state("RETURN").figures();
		long usedOfBurn = used("BURN");
		long usedOfReturn = used("RETURN");
		long bound = this.spenders.stream()
			.filter((spender) -> spender.killed)
			.mapToLong((spender) -> spender.unreported("RETURN"))
			.sum();
		System.out.printf(
				"seed %d, %d processes; BURN: %d used, %d spent; RETURN: %d used, %d spent, bound of overuse %d%n",
				seed, this.spenders.size(), usedOfBurn, burned.spent(), usedOfReturn, returned.spent(), bound);
		assertThat(usedOfBurn).isPositive().isLessThanOrEqualTo(burned.spent());
		assertThat(burned.debt()).isZero();
		assertThat(usedOfReturn).isPositive();
		assertThat(usedOfReturn - returned.spent()).isLessThanOrEqualTo(bound);
		alive()
			.forEach((survivor) -> assertThat(survivor.ending).contains("BURN drained: true", "RETURN drained: true"));
		assertThat(burned.leased() + burned.held() + returned.leased() + returned.held()).isZero();
	}

	private long used(String policy) {
		return this.spenders.stream().mapToLong((spender) -> spender.tally(policy).used()).sum();
	}

	private Spender spawn() {
		Path file = this.folder.resolve("tally-" + this.spenders.size());
		Spender spender = new Spender(JvmProcess.start(LeaseSpenderMain.class, this.proxy.uri().toURI().toString(),
				this.prefix, file.toString()), file);
		this.spenders.add(spender);
		return spender;
	}

	/**
	 * A process that spends.
	 */
	private static final class Spender {

		private final JvmProcess process;

		private final Path file;

		private boolean killed;

		private String ending = "";

		Spender(JvmProcess process, Path file) {
			this.process = process;
			this.file = file;
		}

		void awaitUse() {
			this.process.awaitOutput("ready", PATIENCE);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> tally("BURN").local() > 100 && tally("RETURN").local() > 100);
		}

		void awaitEnd() {
			this.process.awaitOutput("stopped", PATIENCE);
			this.ending = this.process.output();
		}

		SpendingTally tally(String policy) {
			return SpendingTally.at(this.file, policy);
		}

		/** A report whose answer was lost counts as not sent. */
		long unreported(String policy) {
			SpendingTally tally = tally(policy);
			return tally.local() - tally.booked();
		}

	}

}
