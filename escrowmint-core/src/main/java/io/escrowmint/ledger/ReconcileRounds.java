package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the wallets of the ledger, compares them with the store and repairs what
 * is broken: a page in the calling thread, or all of them, several at once. An error of
 * one wallet concerns no other. Thread-safe, but for the pages, which belong to one
 * thread.
 */
final class ReconcileRounds {

	private static final int PASS_PAGE = 500;

	private final LedgerStore ledger;

	private final LedgerVerifier verifier;

	private final LedgerRepair repair;

	private final ReconcileOptions options;

	private final ThreadFactory threads;

	private final RepairLog log;

	final AtomicLong checked = new AtomicLong();

	final AtomicLong broken = new AtomicLong();

	final AtomicLong rebuilt = new AtomicLong();

	final AtomicLong failed = new AtomicLong();

	private volatile String cursor = "";

	ReconcileRounds(LedgerStore ledger, LedgerVerifier verifier, LedgerRepair repair, ReconcileOptions options,
			ThreadFactory threads, RepairLog log) {
		this.ledger = ledger;
		this.verifier = verifier;
		this.repair = repair;
		this.options = options;
		this.threads = threads;
		this.log = log;
	}

	/**
	 * Compares the next page, without touching it. After the last comes the first.
	 */
	ReconcileTally page() {
		List<LedgerWallet> page = this.ledger.wallets(this.cursor, this.options.pageSize());
		boolean refused = !this.ledger.refused().isEmpty();
		this.cursor = (page.size() < this.options.pageSize()) ? "" : page.get(page.size() - 1).wallet();
		ReconcileTally tally = new ReconcileTally();
		page.forEach((wallet) -> one(wallet.wallet(), refused ? null : wallet, null, tally, Set.of()));
		return tally;
	}

	/**
	 * Compares all, and repairs the broken ones if there is a mode for it.
	 */
	ReconcileReport all(@Nullable RepairMode mode) {
		ReconcileTally tally = new ReconcileTally();
		Set<Integer> retracted = new HashSet<>();
		ExecutorService workers = Executors.newFixedThreadPool(this.options.parallelism(), this.threads);
		try {
			landed((wallet, known) -> workers.submit(() -> one(wallet, known, mode, tally, retracted)));
			refused((wallet, known) -> workers.submit(() -> one(wallet, known, mode, tally, retracted)));
		}
		finally {
			workers.shutdownNow();
		}
		return tally.report();
	}

	/** Where nothing is refused, what was read of a page is all there is to know. */
	private void landed(BiFunction<String, @Nullable LedgerWallet, Future<?>> work) {
		String after = "";
		List<LedgerWallet> page;
		do {
			page = this.ledger.wallets(after, PASS_PAGE);
			boolean refused = !this.ledger.refused().isEmpty();
			await(page.stream()
				.<Future<?>>map((wallet) -> work.apply(wallet.wallet(), refused ? null : wallet))
				.toList());
			after = page.isEmpty() ? after : page.get(page.size() - 1).wallet();
		}
		while (page.size() == PASS_PAGE);
	}

	/** Wallets of which nothing has landed because the database refuses it. */
	private void refused(BiFunction<String, @Nullable LedgerWallet, Future<?>> work) {
		String after = "";
		List<RefusedWallet> page;
		do {
			page = this.ledger.refused().wallets(after, PASS_PAGE);
			await(page.stream()
				.map(RefusedWallet::wallet)
				.filter((wallet) -> this.ledger.wallet(wallet).isEmpty())
				.<Future<?>>map((wallet) -> work.apply(wallet, null))
				.toList());
			after = page.isEmpty() ? after : page.get(page.size() - 1).wallet();
		}
		while (page.size() == PASS_PAGE);
	}

	private void one(String wallet, @Nullable LedgerWallet known, @Nullable RepairMode mode, ReconcileTally tally,
			Set<Integer> retracted) {
		try {
			WalletCheck check = (known != null) ? this.verifier.verify(wallet, known, null)
					: this.verifier.verify(wallet);
			tally.checked(check);
			this.checked.incrementAndGet();
			if (check.verdict().isBroken()) {
				this.broken.incrementAndGet();
			}
			if (mode != null && (check.verdict().isBroken() || check.verdict() == Verdict.REFUSED)) {
				repaired(this.repair.repair(check, mode, retracted), tally);
			}
		}
		catch (RuntimeException ex) {
			tally.failed();
			failed(ex);
		}
	}

	private void repaired(RepairResult result, ReconcileTally tally) {
		tally.repaired(result);
		this.log.repaired(result);
		if (result.outcome() == RepairResult.Outcome.REBUILT) {
			this.rebuilt.incrementAndGet();
		}
	}

	void failed(Throwable error) {
		this.failed.incrementAndGet();
		this.log.failed(error);
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
