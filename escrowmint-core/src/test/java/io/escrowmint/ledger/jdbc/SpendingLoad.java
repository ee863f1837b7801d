package io.escrowmint.ledger.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.escrowmint.model.Consume;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spends credit by credit from some wallets, and keeps book of when each was
 * acknowledged. Fences, refusals and outages are part of the picture.
 */
final class SpendingLoad implements AutoCloseable {

	/** So many answers may have been given, and not be in the book yet. */
	static final int THREADS = 4;

	private final RepairRig rig;

	private final List<String> wallets;

	private final Map<String, Queue<Long>> acknowledged = new ConcurrentHashMap<>();

	private final Map<String, AtomicLong> unknown = new ConcurrentHashMap<>();

	private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

	private final AtomicLong fenced = new AtomicLong();

	private final AtomicBoolean over = new AtomicBoolean();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	SpendingLoad(RepairRig rig, List<String> wallets) {
		this.rig = rig;
		this.wallets = wallets;
		wallets.forEach((wallet) -> {
			this.acknowledged.put(wallet, new ConcurrentLinkedQueue<>());
			this.unknown.put(wallet, new AtomicLong());
		});
		IntStream.range(0, THREADS).forEach((thread) -> this.threads.execute(() -> spend(thread)));
	}

	private void spend(int thread) {
		for (int turn = thread; !this.over.get(); turn++) {
			String wallet = this.wallets.get(turn % this.wallets.size());
			try {
				if (this.rig.apply(Consume.of(wallet, 1)).applied()) {
					this.acknowledged.get(wallet).add(System.currentTimeMillis());
				}
			}
			catch (WalletFencedException ex) {
				this.fenced.incrementAndGet();
			}
			catch (OutcomeUnknownException ex) {
				this.unknown.get(wallet).incrementAndGet();
			}
			catch (StoreUnavailableException ex) {
				// certainly not applied
			}
			catch (RuntimeException ex) {
				this.surprises.add(ex);
			}
		}
	}

	long acknowledged() {
		return this.acknowledged.values().stream().mapToLong(Queue::size).sum();
	}

	long acknowledged(String wallet) {
		return this.acknowledged.get(wallet).size();
	}

	/**
	 * Returns how many were acknowledged from a time on.
	 */
	long acknowledgedSince(String wallet, long millis) {
		return this.acknowledged.get(wallet).stream().filter((time) -> time >= millis).count();
	}

	long unknown(String wallet) {
		return this.unknown.get(wallet).get();
	}

	long fenced() {
		return this.fenced.get();
	}

	@Override
	public void close() {
		this.over.set(true);
		this.threads.shutdown();
		try {
			assertThat(this.threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		assertThat(this.surprises).isEmpty();
	}

}
