package io.escrowmint.store.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.Partitions;
import io.escrowmint.store.StoreArguments;
import org.jspecify.annotations.Nullable;

/**
 * The events of the embedded engine. Positions are numbers that grow by one per frame.
 */
final class MemoryEventLog implements EventLog {

	private final List<MemoryPartition> partitions;

	MemoryEventLog(List<MemoryPartition> partitions) {
		this.partitions = partitions;
	}

	@Override
	public String storeName() {
		return "memory";
	}

	@Override
	public int partitions() {
		return this.partitions.size();
	}

	@Override
	public int partitionOf(String wallet) {
		return Partitions.of(wallet, this.partitions.size());
	}

	@Override
	public CompletionStage<Void> enable(boolean enabled) {
		return everywhere((partition) -> partition.onLog((log) -> log.enable(enabled)));
	}

	@Override
	public CompletionStage<Void> register(String reader) {
		return everywhere((partition) -> partition.register(StoreArguments.reader(reader)));
	}

	@Override
	public CompletionStage<Void> deregister(String reader) {
		return everywhere((partition) -> partition.onLog((log) -> log.deregister(reader)));
	}

	@Override
	public CompletionStage<Void> retell(int partition) {
		return complete(() -> {
			at(partition).retell();
			return null;
		});
	}

	@Override
	public CompletionStage<Map<String, String>> readers(int partition) {
		return complete(() -> at(partition).fromLog(PartitionLog::readers));
	}

	@Override
	public CompletionStage<List<EventFrame>> read(int partition, @Nullable String after, int limit) {
		return complete(() -> {
			return at(partition).fromLog((log) -> log.read(after, StoreArguments.limit(limit)));
		});
	}

	@Override
	public CompletionStage<Long> length(int partition) {
		return complete(() -> at(partition).fromLog(PartitionLog::length));
	}

	@Override
	public CompletionStage<Boolean> acknowledge(String reader, int partition, String position) {
		return complete(() -> at(partition).fromLog((log) -> log.acknowledge(reader, position)));
	}

	private MemoryPartition at(int partition) {
		return MemoryQuotaStore.at(this.partitions, partition);
	}

	private CompletionStage<Void> everywhere(Consumer<MemoryPartition> action) {
		try {
			this.partitions.forEach(action);
			return CompletableFuture.allOf();
		}
		catch (EscrowMintException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static <R> CompletionStage<R> complete(Supplier<R> action) {
		return MemoryQuotaStore.complete(action, MemoryQuotaStore::unavailable);
	}

}
