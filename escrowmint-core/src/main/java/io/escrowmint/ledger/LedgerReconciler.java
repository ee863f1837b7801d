package io.escrowmint.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.escrowmint.background.BackgroundLoop;
import io.escrowmint.background.Ending;
import io.escrowmint.store.WalletRecovery;
import org.jspecify.annotations.Nullable;

/**
 * Holds the store against the ledger in the background, and repairs what the store has
 * lost.
 * <p>
 * Each look compares a page of wallets, round and round. As soon as one is broken, or the
 * pump finds a divergence, all wallets are compared at once, since a store that has lost
 * one write has mostly lost more. What the last report left open is looked at again each
 * time, until somebody has repaired it. Every process may run one: a wallet is repaired
 * once. No error ends the loop. Thread-safe.
 */
public final class LedgerReconciler implements LedgerListener {

	private final WalletRecovery store;

	private final ReconcileOptions options;

	private final RepairLog log = new RepairLog();

	private final ReconcileRounds rounds;

	/** Holds a permit while something calls for a look at all wallets. */
	private final Semaphore alarm = new Semaphore(0);

	/** Epochs in which a wallet was fenced for a divergence already. */
	private final Map<String, Long> fenced = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable ReconcileReport> last = new AtomicReference<>();

	private volatile @Nullable Instant looked;

	private final BackgroundLoop loop;

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
		this.store = verifier.store();
		this.options = options;
		this.rounds = new ReconcileRounds(ledger, verifier, repair, options, threads, this.log);
		this.loop = new BackgroundLoop(threads, this::loop, (thread) -> this.alarm.release());
	}

	/**
	 * Fences the wallet of a divergence, if this reconciler runs and repairs, and calls
	 * for a look at all wallets. Returns at once.
	 */
	@Override
	public void found(LedgerFinding finding) {
		if (finding instanceof LedgerFinding.Divergence divergence) {
			LedgerKey key = divergence.arrived().key();
			if (this.options.repair() && isRunning() && isNew(finding.wallet(), key.epoch())) {
				this.store.fence(finding.wallet(), LedgerRepair.REASON + Verdict.DIVERGED + " at " + key);
			}
			this.alarm.release();
		}
	}

	private boolean isNew(String wallet, long epoch) {
		Long known = this.fenced.put(wallet, epoch);
		return known == null || known != epoch;
	}

	/**
	 * Starts the loop. A running reconciler goes on as it is.
	 */
	public void start() {
		this.loop.start();
	}

	/**
	 * Ends the loop and waits until the wallets under way are done, for 40 seconds at
	 * most: those that one look compares or repairs at once, and none after them. What
	 * that look had found is not reported. Can be started again.
	 */
	public void stop() {
		this.loop.stop();
	}

	/**
	 * Tells whether the loop has been started and not stopped.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	/**
	 * Compares all wallets that the ledger knows, without touching them.
	 * @return what was found, the last report from now on; of a sound store until the
	 * next page is compared
	 */
	public ReconcileReport verifyAll() {
		return all(null, () -> false);
	}

	/**
	 * Compares all wallets that the ledger knows, and repairs the broken ones.
	 * @param mode what may be done
	 * @return what was found and done, the last report from now on
	 */
	public ReconcileReport repairAll(RepairMode mode) {
		return all(mode, () -> false);
	}

	/**
	 * Compares a wallet again that the last report left open, and changes the report if
	 * it is not broken any more. For whoever has repaired it beside this reconciler. A
	 * failure counts as an error and changes nothing.
	 * @param wallet the wallet
	 */
	public void review(String wallet) {
		ReconcileReport seen = this.last.get();
		if (seen != null && seen.openWallets().contains(wallet)) {
			review(seen, List.of(wallet), () -> false);
		}
	}

	/**
	 * Returns what the last look at all wallets, or the last page with something broken,
	 * found, and what has become since of the wallets that it left open. A report that
	 * found nothing broken and had nothing to repair makes way for that of the next page;
	 * any other one stays, so that who comes later still sees what was lost.
	 * @return the report, {@code null} before the first
	 */
	public @Nullable ReconcileReport last() {
		return this.last.get();
	}

	/**
	 * Returns when the last look ended, of a page or of all wallets, whatever it found. A
	 * look that the ledger or the store did not let begin, or that was stopped, does not
	 * count: while this moves on, comparisons are made.
	 * @return the time, {@code null} before the first
	 */
	public @Nullable Instant looked() {
		return this.looked;
	}

	/**
	 * Returns how many comparisons were made since creation.
	 * @return the number
	 */
	public long checked() {
		return this.rounds.checked.get();
	}

	/**
	 * Returns how many comparisons found a broken wallet since creation.
	 * @return the number
	 */
	public long broken() {
		return this.rounds.broken.get();
	}

	/**
	 * Returns how many wallets were rebuilt since creation.
	 * @return the number
	 */
	public long rebuilt() {
		return this.rounds.rebuilt.get();
	}

	/**
	 * Returns how many wallets could not be compared or repaired since creation.
	 * @return the number
	 */
	public long errors() {
		return this.rounds.failed.get();
	}

	private void loop(Ending ending) {
		while (!ending.hasBegun()) {
			try {
				boolean alarmed = this.alarm.tryAcquire(this.options.interval().toNanos(), TimeUnit.NANOSECONDS);
				if (ending.hasBegun()) {
					return;
				}
				this.alarm.drainPermits();
				look(alarmed, ending::hasBegun);
				this.log.succeeded();
			}
			catch (InterruptedException ex) {
				// only stop() ends this thread, and it has its own way
			}
			catch (Throwable ex) {
				this.rounds.failed(ex);
			}
		}
	}

	private void look(boolean alarmed, BooleanSupplier over) {
		if (alarmed || isPageBroken(over)) {
			ReconcileReport report = all(this.options.repair() ? RepairMode.AUTOMATIC : null, over);
			if (!report.broken().isEmpty()) {
				this.log.disagreed(report);
			}
			return;
		}
		ReconcileReport seen = this.last.get();
		if (seen != null) {
			review(seen, seen.openWallets(), over);
		}
	}

	private boolean isPageBroken(BooleanSupplier over) {
		ReconcileReport seen = this.last.get();
		ReconcileTally tally = this.rounds.page(seen, over);
		if (over.getAsBoolean()) {
			return false;
		}
		if (tally.hasFoundBroken()) {
			this.last.set(tally.report());
		}
		else if (seen == null || seen.isUneventful()) {
			// what was reported meanwhile stays until the next page
			this.last.compareAndSet(seen, tally.report());
		}
		this.looked = Instant.now();
		return tally.hasFoundBroken();
	}

	private ReconcileReport all(@Nullable RepairMode mode, BooleanSupplier over) {
		ReconcileReport report = this.rounds.all(mode, this.last.get(), over);
		if (!over.getAsBoolean()) {
			this.last.set(report);
			this.looked = Instant.now();
		}
		return report;
	}

	/** Whoever has looked at more meanwhile knows better than this. */
	private void review(ReconcileReport seen, List<String> open, BooleanSupplier over) {
		ReconcileReport now = seen;
		for (String wallet : open.subList(0, Math.min(open.size(), this.options.pageSize()))) {
			WalletCheck mended = over.getAsBoolean() ? null : this.rounds.mended(wallet).orElse(null);
			now = (mended != null) ? now.amended(mended) : now;
		}
		this.last.compareAndSet(seen, now);
		if (now.open() > 0 && now.openWallets().isEmpty()) {
			this.alarm.release();
		}
	}

}
