package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a reconciler does beside comparing and repairing.
 */
@Timeout(60)
class LedgerReconcilerTests {

	private static final ThreadFactory THREADS = (task) -> {
		Thread thread = new Thread(task, "reconciler");
		thread.setDaemon(true);
		return thread;
	};

	private static TestDatabase database;

	private final MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS.withPartitions(1));

	private String prefix;

	private JdbcLedgerStore ledger;

	private LedgerPump pump;

	@BeforeAll
	static void open() {
		database = TestDatabase.h2();
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@BeforeEach
	void start() {
		this.prefix = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		LedgerSchema.create(database.dataSource(), this.prefix);
		this.ledger = new JdbcLedgerStore(database.dataSource(), this.prefix);
		this.pump = new LedgerPump(this.store.events(), this.ledger,
				PumpOptions.DEFAULTS.withTimes(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50)),
				LedgerListener.NONE, THREADS);
		this.pump.start();
	}

	@AfterEach
	void stop() {
		this.pump.stop();
	}

	@Test
	void onlyWhoeverRepairsFencesADivergence() {
		LedgerReconciler reconciler = reconciler(this.ledger);
		reconciler.found(divergence("w"));
		assertThat(fenced("w")).isFalse();
		reconciler.start();
		try {
			reconciler.found(divergence("w"));
			assertThat(fenced("w")).isTrue();
		}
		finally {
			reconciler.stop();
		}
		reconciler.found(divergence("another"));
		assertThat(fenced("another")).isFalse();
	}

	@Test
	void anErrorOfOneWalletKeepsNoOtherFromBeingCompared() {
		List<String> wallets = List.of("a", "bad", "c");
		wallets.forEach((wallet) -> this.store.execute(TopUp.of(wallet, 1)).toCompletableFuture().join());
		Awaitility.await().until(() -> this.ledger.wallets("", 10).size() == wallets.size());
		LedgerReconciler reconciler = reconciler(new FaultyStore(this.ledger, (landings) -> {
		}, (wallet) -> {
			if (wallet.equals("bad")) {
				throw new OutOfMemoryError("on purpose");
			}
		}));
		ReconcileReport report = reconciler.verifyAll();
		assertThat(report).returns(2L, ReconcileReport::wallets).returns(1L, ReconcileReport::failed);
		assertThat(reconciler.errors()).isEqualTo(1);
	}

	@Test
	void aBrokenWalletThatCannotBeComparedStaysBroken() {
		this.store.execute(TopUp.of("w", 1)).toCompletableFuture().join();
		Awaitility.await().until(() -> this.ledger.wallet("w").isPresent());
		this.store.recovery().fence("w", "on purpose").toCompletableFuture().join();
		AtomicBoolean down = new AtomicBoolean();
		LedgerReconciler reconciler = reconciler(new FaultyStore(this.ledger, (landings) -> {
		}, (wallet) -> {
			if (down.get()) {
				throw new IllegalStateException("on purpose");
			}
		}));
		assertThat(reconciler.verifyAll().openWallets()).containsExactly("w");
		this.store.recovery().unfence("w").toCompletableFuture().join();
		down.set(true);
		ReconcileReport report = reconciler.verifyAll();
		assertThat(report).returns(0L, ReconcileReport::wallets).returns(1L, ReconcileReport::failed);
		assertThat(report.openWallets()).containsExactly("w");
	}

	@Test
	void aReportThatFoundNothingMakesWayForTheNextLook() {
		this.store.execute(TopUp.of("w", 1)).toCompletableFuture().join();
		Awaitility.await().until(() -> this.ledger.wallet("w").isPresent());
		LedgerReconciler reconciler = reconciler(this.ledger);
		assertThat(reconciler.looked()).isNull();
		ReconcileReport byHand = reconciler.verifyAll();
		Instant looked = reconciler.looked();
		assertThat(looked).isNotNull();
		assertThat(reconciler.last()).isSameAs(byHand);
		reconciler.start();
		try {
			for (ReconcileReport before : new ReconcileReport[] { byHand, awaitReportAfter(reconciler, byHand) }) {
				assertThat(awaitReportAfter(reconciler, before)).returns(1L, ReconcileReport::wallets)
					.returns(0L, ReconcileReport::open);
			}
			assertThat(reconciler.looked()).isAfter(looked);
		}
		finally {
			reconciler.stop();
		}
	}

	@Test
	void aReportOfARepairStaysWhileLooksGoOn() {
		this.store.execute(TopUp.of("w", 1)).toCompletableFuture().join();
		Awaitility.await().until(() -> this.ledger.wallet("w").isPresent());
		this.store.recovery().fence("w", LedgerRepair.REASON + "on purpose").toCompletableFuture().join();
		LedgerReconciler reconciler = reconciler(this.ledger);
		ReconcileReport repaired = reconciler.repairAll(RepairMode.AUTOMATIC);
		assertThat(repaired.repairs()).extracting(RepairResult::wallet).containsExactly("w");
		assertThat(repaired.open()).isZero();
		Instant looked = reconciler.looked();
		reconciler.start();
		try {
			Awaitility.await().until(() -> reconciler.looked().isAfter(looked));
			assertThat(reconciler.last()).isSameAs(repaired);
		}
		finally {
			reconciler.stop();
		}
	}

	private static ReconcileReport awaitReportAfter(LedgerReconciler reconciler, ReconcileReport before) {
		return Awaitility.await().until(reconciler::last, (report) -> report.begun().isAfter(before.begun()));
	}

	@Test
	void theWalletsOfAnotherStoreAreNeitherFoundLostNorRebuilt() {
		this.store.execute(TopUp.of("w", 1)).toCompletableFuture().join();
		Awaitility.await().until(() -> this.ledger.wallet("w").isPresent());
		new JdbcTemplate(database.dataSource()).update("update " + this.prefix + "ledger_store set name = 'another'");
		MemoryQuotaStore other = new MemoryQuotaStore(StoreOptions.DEFAULTS.withPartitions(1));
		LedgerVerifier verifier = new LedgerVerifier(this.ledger, other.events(), other.recovery(), "ledger");
		LedgerRepair repair = new LedgerRepair(verifier, StoreOptions.DEFAULTS, Duration.ofSeconds(5));
		assertThatExceptionOfType(ForeignLedgerException.class).isThrownBy(() -> verifier.verify("w"));
		assertThatExceptionOfType(ForeignLedgerException.class)
			.isThrownBy(() -> repair.repair("w", RepairMode.FROM_LEDGER));
		LedgerReconciler reconciler = new LedgerReconciler(this.ledger, verifier, repair, ReconcileOptions.DEFAULTS,
				THREADS);
		assertThat(reconciler.repairAll(RepairMode.AUTOMATIC)).returns(1L, ReconcileReport::failed)
			.returns(0L, ReconcileReport::wallets);
		WalletImage image = other.recovery().image("w").toCompletableFuture().join();
		assertThat(image).returns(WalletImage.Status.MISSING, WalletImage::status).returns(null, WalletImage::fence);
	}

	private LedgerReconciler reconciler(LedgerStore ledger) {
		LedgerVerifier verifier = new LedgerVerifier(ledger, this.store.events(), this.store.recovery(), "ledger");
		LedgerRepair repair = new LedgerRepair(verifier, StoreOptions.DEFAULTS, Duration.ofSeconds(5));
		return new LedgerReconciler(ledger, verifier, repair, ReconcileOptions.DEFAULTS, THREADS);
	}

	private static Divergence divergence(String wallet) {
		LedgerEntry entry = new LedgerEntry(new EventChain(wallet).created(), 0, "1-0", EventChain.START);
		return new Divergence(entry, null, Divergence.Reason.OLD_EPOCH);
	}

	private boolean fenced(String wallet) {
		return this.store.recovery().image(wallet).toCompletableFuture().join().fence() != null;
	}

}
