package io.escrowmint.ledger;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A ledger whose wallets the store has all lost, and the loop that finds out.
 */
@Timeout(60)
class LedgerReconcilerStopTests {

	private static final int WALLETS = 20;

	private final TestDatabase database = TestDatabase.h2();

	private final MemoryQuotaStore store = new MemoryQuotaStore();

	private final JdbcLedgerStore ledger = new JdbcLedgerStore(this.database.dataSource(),
			JdbcLedgerStore.TABLE_PREFIX);

	@BeforeEach
	void land() {
		LedgerSchema.create(this.database.dataSource(), JdbcLedgerStore.TABLE_PREFIX);
		this.ledger.open("ledger", 1);
		List<EventFrame> frames = IntStream.range(0, WALLETS)
			.mapToObj((wallet) -> new EventFrame("1-" + wallet, List.of(new EventChain("w" + wallet).created())))
			.toList();
		this.ledger.land("ledger", List.of(new Landing(0, 0, frames)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest(name = "pages of {0}, image {1}")
	@CsvSource({ "20, 1", "1, 2" })
	void stopWaitsForTheWalletUnderWayAndForNoOther(int pageSize, int underWay) throws Exception {
		GatedRecovery recovery = new GatedRecovery(this.store.recovery(), underWay);
		LedgerReconciler reconciler = reconciler(recovery, pageSize);
		reconciler.start();
		recovery.reached.await();
		Thread stopping = new Thread(reconciler::stop);
		stopping.start();
		await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
		recovery.gate.countDown();
		stopping.join();
		assertThat(recovery.images).hasValue(underWay);
		assertThat(reconciler.isRunning()).isFalse();
		assertThat(reconciler.last()).satisfiesAnyOf((last) -> assertThat(last).isNull(),
				(last) -> assertThat(last.wallets()).isEqualTo(pageSize));
	}

	private LedgerReconciler reconciler(GatedRecovery recovery, int pageSize) {
		LedgerVerifier verifier = new LedgerVerifier(this.ledger, this.store.events(), recovery, "ledger");
		return new LedgerReconciler(this.ledger, verifier,
				new LedgerRepair(verifier, StoreOptions.DEFAULTS, Duration.ofSeconds(10)),
				new ReconcileOptions(Duration.ofMillis(1), pageSize, false, 1), LedgerReconcilerStopTests::daemon);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "reconciler-test");
		thread.setDaemon(true);
		return thread;
	}

}
