package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.escrowmint.ledger.LedgerAudit;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.PumpStatus;
import io.escrowmint.model.Query;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that refuses rows now and then, and whose connections break at commits now
 * and then: in the end every entry is there once, in order.
 */
@Timeout(120)
class RefusedChaosTests {

	private static final String PREFIX = "chaos_";

	private static final List<String> WALLETS = IntStream.range(0, 8).mapToObj((index) -> "w" + index).toList();

	private static final PumpOptions OPTIONS = PumpOptions.DEFAULTS
		.withTimes(Duration.ofMillis(2), Duration.ofMillis(50), Duration.ofMillis(5))
		.withRefusedRetry(Duration.ofMillis(5));

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS.withPartitions(2),
			InstantSource.system());

	private final List<LedgerFinding> findings = new CopyOnWriteArrayList<>();

	private int calls;

	@Test
	void everyEntryIsThereOnceAndInOrderWhateverFailsOnTheWay() {
		try (TestDatabase database = TestDatabase.h2()) {
			LedgerSchema.create(database.dataSource(), PREFIX);
			new JdbcTemplate(database.dataSource()).execute("create trigger mine before insert on " + PREFIX
					+ "entries for each row call '" + RefusingTrigger.class.getName() + "'");
			FailingCommits commits = new FailingCommits(database.dataSource());
			JdbcLedgerStore ledger = new JdbcLedgerStore(commits, PREFIX);
			LedgerPump pump = new LedgerPump(this.store.events(), ledger, OPTIONS, this.findings::add, Thread::new);
			pump.start();
			try {
				bothHappen(pump, commits);
				chaos(commits);
				RefusingTrigger.refuse(false);
				commits.fail(false);
				awaitLanded(ledger);
				audit(ledger, pump.status());
			}
			finally {
				pump.stop();
				RefusingTrigger.refuse(true);
			}
		}
	}

	private void bothHappen(LedgerPump pump, FailingCommits commits) {
		topUp("bad");
		awaiting().until(() -> pump.status().refused() > 0);
		commits.fail(true);
		topUp("bad");
		topUp("good");
		awaiting().until(() -> pump.status().errors() > 0);
	}

	private void chaos(FailingCommits commits) {
		for (int round = 0; round < 150; round++) {
			if (round % 10 == 0) {
				commits.fail(this.random.nextInt(4) == 0);
				RefusingTrigger.refuse(this.random.nextInt(3) > 0);
			}
			topUp((this.random.nextInt(5) == 0) ? "bad" : "good");
			LockSupport.parkNanos(this.random.nextInt(4) * 1_000_000L);
		}
	}

	private void topUp(String kind) {
		String wallet = WALLETS.get(this.random.nextInt(WALLETS.size()));
		this.store.execute(TopUp.of(wallet, 1).key(kind + this.calls++)).toCompletableFuture().join();
	}

	private void awaitLanded(JdbcLedgerStore ledger) {
		awaiting().untilAsserted(() -> assertThat(WALLETS).as("seed %d", this.seed)
			.allSatisfy((wallet) -> assertThat(ledger.wallet(wallet).map(LedgerWallet::seq).orElse(0L))
				.isEqualTo(state(wallet).seq())));
	}

	private void audit(JdbcLedgerStore ledger, PumpStatus status) {
		LedgerAudit audit = new LedgerAudit(ledger);
		long entries = WALLETS.stream().mapToLong((wallet) -> audit.check(state(wallet))).sum();
		assertThat(entries).isGreaterThanOrEqualTo(this.calls);
		assertThat(ledger.refused().count()).isZero();
		assertThat(this.findings).as("seed %d", this.seed)
			.isNotEmpty()
			.allMatch(LedgerFinding.Refusal.class::isInstance);
		assertThat(status).returns(0L, PumpStatus::gaps).returns(0L, PumpStatus::divergences);
	}

	private WalletState state(String wallet) {
		return this.store.query(new Query.OfWallet(wallet)).toCompletableFuture().join();
	}

	private static ConditionFactory awaiting() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
	}

}
