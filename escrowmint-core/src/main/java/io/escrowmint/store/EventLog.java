package io.escrowmint.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * The events of a store, partition by partition, in the order in which they happened.
 * <p>
 * Every process writes events while a reader is registered, or while events are switched
 * on. Without a reader a partition is cut to its configured length; past what a
 * registered reader has acknowledged it is never cut. All methods are idempotent and
 * thread-safe, and fail as {@link QuotaStore} does.
 */
public interface EventLog {

	/**
	 * Returns the name of the store whose events these are: the same in every process
	 * that shares its wallets, and after it has lost its data. What lands events tells by
	 * it whose they are.
	 * @return the name, 1 to 256 characters; in Redis what all keys begin with
	 */
	String storeName();

	/**
	 * Returns the number of partitions.
	 * @return 1 or more
	 */
	int partitions();

	/**
	 * Returns the partition of a wallet.
	 * @param wallet the wallet
	 * @return 0 to {@code partitions() - 1}
	 */
	int partitionOf(String wallet);

	/**
	 * Switches the writing of events on or off for every process, until it is switched
	 * again. While a reader is registered they are written in any case.
	 * @param enabled whether to write
	 * @return completes when every partition knows
	 */
	CompletionStage<Void> enable(boolean enabled);

	/**
	 * Registers a reader in every partition. It starts with what the partition holds; a
	 * known reader keeps its positions. A wallet that changed before a new reader came is
	 * told in full, by a SNAPSHOT, before its next change; if the store's clock has been
	 * set back since, before its next change after the clock has caught up.
	 * @param reader name of the reader, 1 to 256 bytes of UTF-8
	 * @return completes when every partition knows it
	 */
	CompletionStage<Void> register(String reader);

	/**
	 * Removes a reader. What only it had not read may be cut from now on.
	 * @param reader name of the reader
	 * @return completes when no partition knows it
	 */
	CompletionStage<Void> deregister(String reader);

	/**
	 * Has every wallet of a partition told in full, by a SNAPSHOT to all readers, before
	 * its next change, as if a new reader had come. For a reader that has lost what it
	 * had landed and acknowledged: that was cut. Positions stay as they are. Without a
	 * reader nothing happens.
	 * @param partition the partition
	 * @return completes when the partition knows
	 */
	CompletionStage<Void> retell(int partition);

	/**
	 * Returns the readers of a partition and what they have acknowledged.
	 * @param partition the partition
	 * @return positions by reader; "0-0" for a reader that acknowledged nothing
	 */
	CompletionStage<Map<String, String>> readers(int partition);

	/**
	 * Reads frames in order.
	 * @param partition the partition
	 * @param after the position after which to begin; {@code null}: the beginning
	 * @param limit frames to read at most
	 * @return the frames, empty if there are none yet
	 */
	CompletionStage<List<EventFrame>> read(int partition, @Nullable String after, int limit);

	/**
	 * Returns how many frames a partition holds: at least those that its slowest reader
	 * has not acknowledged.
	 * @param partition the partition
	 * @return the number of frames
	 */
	CompletionStage<Long> length(int partition);

	/**
	 * Says that a reader has landed everything up to a position, and cuts what all
	 * readers have landed. A position before the acknowledged one changes nothing, nor
	 * does one at which no frame lies: it was read before a failover that lost the frame,
	 * and what was written since may lie before it.
	 * @param reader name of the reader
	 * @param partition the partition
	 * @param position the position of the last landed frame
	 * @return whether the reader is registered
	 */
	CompletionStage<Boolean> acknowledge(String reader, int partition, String position);

}
