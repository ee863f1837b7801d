package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Goes through the wallets of the ledger, compares them with the store and repairs what
 * is broken: a page in the calling thread, or all of them, several at once. An error of
 * one wallet concerns no other. Whoever has to end is asked before each wallet, so that
 * it waits for those under way only; what it gets then is incomplete. Thread-safe, but
 * for the pages, which belong to one thread.
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
	 * @param before the report before
	 * @param over whether to leave the rest
	 */
	ReconcileTally page(@Nullable ReconcileReport before, BooleanSupplier over) {
		List<LedgerWallet> page = this.ledger.wallets(this.cursor, this.options.pageSize());
		boolean refused = !this.ledger.refused().isEmpty();
		this.cursor = (page.size() < this.options.pageSize()) ? "" : page.get(page.size() - 1).wallet();
		Pass pass = new Pass(null, before, over);
		page.forEach((wallet) -> one(wallet.wallet(), refused ? null : wallet, pass));
		return pass.tally;
	}

	/**
	 * Compares a wallet that was broken, without touching it.
	 * @return what is found, nothing if it is still broken or cannot be compared
	 */
	Optional<WalletCheck> mended(String wallet) {
		try {
			return Optional.of(check(wallet, null)).filter((check) -> !check.verdict().isBroken());
		}
		catch (RuntimeException ex) {
			failed(ex);
			return Optional.empty();
		}
	}

	/**
	 * Compares all, and repairs the broken ones if there is a mode for it.
	 * @param before the report before
	 * @param over whether to leave the rest
	 */
	ReconcileReport all(@Nullable RepairMode mode, @Nullable ReconcileReport before, BooleanSupplier over) {
		Pass pass = new Pass(mode, before, over);
		ExecutorService workers = Executors.newFixedThreadPool(this.options.parallelism(), this.threads);
		try {
			landed((wallet, known) -> workers.submit(() -> one(wallet, known, pass)), over);
			refused((wallet, known) -> workers.submit(() -> one(wallet, known, pass)), over);
		}
		finally {
			workers.shutdownNow();
		}
		return pass.tally.report();
	}

	/** Where nothing is refused, what was read of a page is all there is to know. */
	private void landed(BiFunction<String, @Nullable LedgerWallet, Future<?>> work, BooleanSupplier over) {
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
		while (page.size() == PASS_PAGE && !over.getAsBoolean());
	}

	/** Wallets of which nothing has landed because the database refuses it. */
	private void refused(BiFunction<String, @Nullable LedgerWallet, Future<?>> work, BooleanSupplier over) {
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
		while (page.size() == PASS_PAGE && !over.getAsBoolean());
	}

	private void one(String wallet, @Nullable LedgerWallet known, Pass pass) {
		if (pass.over.getAsBoolean()) {
			return;
		}
		try {
			WalletCheck check = check(wallet, known);
			pass.tally.checked(check);
			RepairMode mode = pass.mode;
			if (mode != null && (check.verdict().isBroken() || check.verdict() == Verdict.REFUSED)) {
				repaired(this.repair.repair(check, mode, pass.retracted), pass.tally);
			}
		}
		catch (Throwable ex) {
			pass.tally.failed();
			failed(ex);
		}
	}

	private WalletCheck check(String wallet, @Nullable LedgerWallet known) {
		WalletCheck check = (known != null) ? this.verifier.verify(wallet, known, null) : this.verifier.verify(wallet);
		this.checked.incrementAndGet();
		if (check.verdict().isBroken()) {
			this.broken.incrementAndGet();
		}
		return check;
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

	/** What the wallets of one look have in common. */
	private static final class Pass {

		private final @Nullable RepairMode mode;

		private final BooleanSupplier over;

		private final ReconcileTally tally;

		private final Set<Integer> retracted = new HashSet<>();

		Pass(@Nullable RepairMode mode, @Nullable ReconcileReport before, BooleanSupplier over) {
			this.mode = mode;
			this.over = over;
			this.tally = new ReconcileTally(before);
		}

	}

}
