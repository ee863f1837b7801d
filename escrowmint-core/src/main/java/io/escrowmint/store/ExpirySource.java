package io.escrowmint.store;

import java.util.concurrent.CompletionStage;

/**
 * Knows which wallets have something to reclaim. A store implements it for the
 * {@link Sweeper}; any number of processes may sweep at once.
 */
public interface ExpirySource {

	/**
	 * Returns the number of partitions.
	 * @return 1 or more
	 */
	int partitions();

	/**
	 * Touches the wallets of a partition whose earliest expiry has passed, earliest
	 * first. An error of one wallet is counted and does not stop the others.
	 * @param partition 0 to {@code partitions() - 1}
	 * @param limit wallets to touch at most
	 * @return what was done
	 */
	CompletionStage<SweepPage> sweep(int partition, int limit);

}
