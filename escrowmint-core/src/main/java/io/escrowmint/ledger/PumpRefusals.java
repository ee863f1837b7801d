package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Tries to land what the database has refused, now and then, wallet by wallet, each by
 * whoever lands its partition. One look takes one page of wallets, and one round a little
 * of its time, so that nobody else waits for it. For one thread.
 */
final class PumpRefusals {

	private static final int PAGE = 200;

	private final RefusedEntries refused;

	private final PumpOptions options;

	private final PumpTally tally;

	private final List<PumpPartition> partitions;

	private final Duration interval;

	private final Deque<RefusedWallet> due = new ArrayDeque<>();

	private String cursor = "";

	private long next = System.nanoTime();

	PumpRefusals(LedgerStore store, PumpOptions options, PumpTally tally, List<PumpPartition> partitions) {
		this.refused = store.refused();
		this.options = options;
		this.tally = tally;
		this.partitions = partitions;
		this.interval = (options.refusedRetry().compareTo(options.watchInterval()) < 0) ? options.refusedRetry()
				: options.watchInterval();
	}

	long nanosLeft(long now) {
		return this.due.isEmpty() ? this.next - now : 0;
	}

	/**
	 * Does a part of what is due. Its failure is no failure of landing.
	 */
	void next() {
		long began = System.nanoTime();
		try {
			if (this.due.isEmpty() && this.next - began <= 0) {
				this.next = began + this.interval.toNanos();
				look();
			}
			do {
				tryOne();
			}
			while (!this.due.isEmpty() && System.nanoTime() - began < this.options.pollInterval().toNanos());
		}
		catch (RuntimeException ex) {
			this.due.clear();
			this.next = System.nanoTime() + this.options.backoffMax().toNanos();
			this.tally.failed("Landing what the database had refused", ex);
		}
	}

	private void look() {
		this.tally.refused.set(this.refused.count());
		if (this.tally.refused.get() == 0) {
			return;
		}
		List<RefusedWallet> page = this.refused.wallets(this.cursor, PAGE);
		this.cursor = (page.size() < PAGE) ? "" : page.get(page.size() - 1).wallet();
		Instant now = Instant.now();
		page.stream()
			.filter((wallet) -> isMine(wallet.partition()) && wallet.isDue(now, this.options.refusedRetry()))
			.forEach(this.due::add);
	}

	private boolean isMine(int partition) {
		return partition < this.partitions.size() && this.partitions.get(partition).isHosted();
	}

	private void tryOne() {
		RefusedWallet wallet = this.due.poll();
		if (wallet == null) {
			return;
		}
		Relanding result = this.refused.reland(wallet.wallet(), false);
		this.tally.relanded(wallet, result);
		if (result.left() > 0 && result.refusal() == null && result.hasMoved()) {
			this.due.addFirst(wallet);
		}
	}

}
