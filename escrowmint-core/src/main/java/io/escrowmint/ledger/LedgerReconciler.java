package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.store.WalletRecovery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the store against the ledger in the background, and repairs what the store has
 * lost.
 * <p>
 * Each look compares a page of wallets, round and round. As soon as one is broken, or the
 * pump finds a divergence, all wallets are compared at once, since a store that has lost
 * one write has mostly lost more. Every process may run one: a wallet is repaired once.
 * No error ends the loop. Thread-safe.
 */
public final class LedgerReconciler implements LedgerListener {

	private static final int PASS_PAGE = 500;

	private static final Logger logger = LoggerFactory.getLogger(LedgerReconciler.class);

	private final LedgerStore ledger;

	private final LedgerVerifier verifier;

	private final LedgerRepair repair;

	private final WalletRecovery store;

	private final ReconcileOptions options;

	private final ThreadFactory threads;

	/** Holds a permit while something calls for a look at all wallets. */
	private final Semaphore alarm = new Semaphore(0);

	/** Epochs in which a wallet was fenced for a divergence already. */
	private final Map<String, Long> fenced = new ConcurrentHashMap<>();

	private final AtomicBoolean healthy = new AtomicBoolean(true);

	private final AtomicLong checked = new AtomicLong();

	private final AtomicLong broken = new AtomicLong();

	private final AtomicLong rebuilt = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private volatile @Nullable ReconcileReport last;

	private volatile boolean running;

	private volatile String cursor = "";

	private @Nullable Thread thread;

	/**
	 * Creates a reconciler that does nothing until it is started.
	 * @param ledger the ledger
	 * @param verifier compares
	 * @param repair repairs
	 * @param options how
	 * @param threads makes threads; they must not keep the process alive
	 */
	public LedgerReconciler(LedgerStore ledger, LedgerVerifier verifier, LedgerRepair repair, ReconcileOptions options,
			ThreadFactory threads) {
		this.ledger = ledger;
		this.verifier = verifier;
		this.repair = repair;
		this.store = verifier.store();
		this.options = options;
		this.threads = threads;
	}

	/**
	 * Fences the wallet of a divergence and calls for a look at all wallets. Returns at
	 * once.
	 */
	@Override
	public void found(LedgerFinding finding) {
		if (finding instanceof LedgerFinding.Divergence divergence) {
			LedgerKey key = divergence.arrived().key();
			Long known = this.fenced.put(finding.wallet(), key.epoch());
			if (this.options.repair() && (known == null || known != key.epoch())) {
				this.store.fence(finding.wallet(), LedgerRepair.REASON + Verdict.DIVERGED + " at " + key);
			}
			this.alarm.release();
		}
	}

	/**
	 * Starts the loop. A running reconciler goes on as it is.
	 */
	public synchronized void start() {
		if (this.thread == null) {
			Thread started = this.threads.newThread(this::loop);
			this.running = true;
			this.thread = started;
			started.start();
		}
	}

	/**
	 * Ends the loop and waits until the wallets under way are done. Can be started again.
	 */
	public synchronized void stop() {
		Thread started = this.thread;
		if (started == null) {
			return;
		}
		this.running = false;
		this.alarm.release();
		try {
			started.join();
			this.thread = null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Tells whether the loop has been started and not stopped.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Compares all wallets that the ledger knows, without touching them.
	 * @return what was found
	 */
	public ReconcileReport verifyAll() {
		return pass(null);
	}

	/**
	 * Compares all wallets that the ledger knows, and repairs the broken ones.
	 * @param mode what may be done
	 * @return what was found and done
	 */
	public ReconcileReport repairAll(RepairMode mode) {
		return pass(mode);
	}

	/**
	 * Returns what the last look at all wallets, or the last page with something broken,
	 * found.
	 * @return the report, {@code null} before the first
	 */
	public @Nullable ReconcileReport last() {
		return this.last;
	}

	/**
	 * Returns how many comparisons were made since creation.
	 * @return the number
	 */
	public long checked() {
		return this.checked.get();
	}

	/**
	 * Returns how many comparisons found a broken wallet since creation.
	 * @return the number
	 */
	public long broken() {
		return this.broken.get();
	}

	/**
	 * Returns how many wallets were rebuilt since creation.
	 * @return the number
	 */
	public long rebuilt() {
		return this.rebuilt.get();
	}

	/**
	 * Returns how many wallets could not be compared or repaired since creation.
	 * @return the number
	 */
	public long errors() {
		return this.failed.get();
	}

	private void loop() {
		while (this.running) {
			try {
				boolean alarmed = this.alarm.tryAcquire(this.options.interval().toNanos(), TimeUnit.NANOSECONDS);
				if (!this.running) {
					return;
				}
				this.alarm.drainPermits();
				look(alarmed);
				this.healthy.set(true);
			}
			catch (InterruptedException ex) {
				// only stop() ends this thread, and it has its own way
			}
			catch (Throwable ex) {
				report(ex);
			}
		}
	}

	private void look(boolean alarmed) {
		if (!alarmed && !isPageBroken()) {
			return;
		}
		ReconcileReport report = pass(this.options.repair() ? RepairMode.AUTOMATIC : null);
		this.last = report;
		if (!report.broken().isEmpty()) {
			logger.warn(
					"The store and the ledger disagreed on {} of {} wallets: {}; outcomes {}", report.wallets()
							- report.count(Verdict.EQUAL) - report.count(Verdict.AHEAD) - report.count(Verdict.UNTOLD),
					report.wallets(), report.verdicts(), report.outcomes());
		}
	}

	private boolean isPageBroken() {
		List<LedgerWallet> page = this.ledger.wallets(this.cursor, this.options.pageSize());
		this.cursor = (page.size() < this.options.pageSize()) ? "" : page.get(page.size() - 1).wallet();
		ReconcileTally tally = new ReconcileTally();
		page.forEach((wallet) -> one(wallet, null, tally, Set.of()));
		if (this.last == null || tally.hasFoundBroken()) {
			this.last = tally.report();
		}
		return tally.hasFoundBroken();
	}

	private ReconcileReport pass(@Nullable RepairMode mode) {
		ReconcileTally tally = new ReconcileTally();
		Set<Integer> retracted = new HashSet<>();
		ExecutorService workers = Executors.newFixedThreadPool(this.options.parallelism(), this.threads);
		try {
			String after = "";
			List<LedgerWallet> page;
			do {
				page = this.ledger.wallets(after, PASS_PAGE);
				await(page.stream()
					.<Future<?>>map((wallet) -> workers.submit(() -> one(wallet, mode, tally, retracted)))
					.toList());
				after = page.isEmpty() ? after : page.get(page.size() - 1).wallet();
			}
			while (page.size() == PASS_PAGE);
		}
		finally {
			workers.shutdownNow();
		}
		return tally.report();
	}

	private void one(LedgerWallet wallet, @Nullable RepairMode mode, ReconcileTally tally, Set<Integer> retracted) {
		try {
			WalletCheck check = this.verifier.verify(wallet.wallet(), wallet);
			tally.checked(check);
			this.checked.incrementAndGet();
			if (check.verdict().isBroken()) {
				this.broken.incrementAndGet();
				if (mode != null) {
					repaired(this.repair.repair(check, mode, retracted), tally);
				}
			}
		}
		catch (RuntimeException ex) {
			tally.failed();
			report(ex);
		}
	}

	private void repaired(RepairResult result, ReconcileTally tally) {
		tally.repaired(result);
		if (result.outcome() == RepairResult.Outcome.REBUILT) {
			this.rebuilt.incrementAndGet();
			logger.warn("Wallet '{}' was rebuilt: the store had lost {} events {}, carried over was {}, it has {} now",
					result.wallet(), result.lostEvents(), result.lost(), result.carried(), result.after());
		}
		else if (result.outcome() == RepairResult.Outcome.UNDECIDED) {
			logger.error("Wallet '{}' stays fenced: {}", result.wallet(), result.explanation());
		}
	}

	private void report(Throwable ex) {
		this.failed.incrementAndGet();
		if (this.healthy.getAndSet(false)) {
			logger.warn("Comparing the store with the ledger failed and is tried again", ex);
		}
		else {
			logger.debug("Comparing the store with the ledger failed again", ex);
		}
	}

	private static void await(List<Future<?>> all) {
		List<Throwable> failures = new ArrayList<>();
		for (Future<?> one : all) {
			try {
				one.get();
			}
			catch (ExecutionException ex) {
				failures.add(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
		if (!failures.isEmpty()) {
			throw new IllegalStateException("A comparison failed", failures.get(0));
		}
	}

}
