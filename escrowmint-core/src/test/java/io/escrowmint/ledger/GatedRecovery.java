package io.escrowmint.ledger;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;

/**
 * A store that keeps whoever asks for a certain image waiting until the gate opens.
 */
final class GatedRecovery implements WalletRecovery {

	private final WalletRecovery store;

	private final int kept;

	final AtomicInteger images = new AtomicInteger();

	final CountDownLatch reached = new CountDownLatch(1);

	final CountDownLatch gate = new CountDownLatch(1);

	/**
	 * Creates the store.
	 * @param store what is behind it
	 * @param kept which image has to wait, 1 for the first
	 */
	GatedRecovery(WalletRecovery store, int kept) {
		this.store = store;
		this.kept = kept;
	}

	@Override
	public CompletionStage<WalletImage> image(String wallet) {
		if (this.images.incrementAndGet() == this.kept) {
			this.reached.countDown();
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return this.store.image(wallet);
	}

	@Override
	public CompletionStage<Boolean> fence(String wallet, String reason) {
		return this.store.fence(wallet, reason);
	}

	@Override
	public CompletionStage<Boolean> unfence(String wallet) {
		return this.store.unfence(wallet);
	}

	@Override
	public CompletionStage<Map<String, String>> fenced(int partition) {
		return this.store.fenced(partition);
	}

	@Override
	public CompletionStage<Rebuilt> rebuild(Rebuild rebuild) {
		return this.store.rebuild(rebuild);
	}

}
