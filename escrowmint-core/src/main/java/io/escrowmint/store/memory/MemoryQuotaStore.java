package io.escrowmint.store.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.Partitions;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreArguments;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.SweepPage;
import io.escrowmint.store.WalletRecovery;

/**
 * Keeps wallets in the memory of this JVM, for development, tests and single-node use.
 * <p>
 * Rules, replies and events are those of every engine; what is kept ends with the
 * process. A call is answered before it returns, so that its stage is always complete and
 * the timeout never runs out. Thread-safe: calls on wallets of different partitions never
 * wait for one another.
 */
public final class MemoryQuotaStore implements QuotaStore, ExpirySource {

	private final List<MemoryPartition> partitions;

	private final EventLog events;

	private final WalletRecovery recovery;

	/**
	 * Creates an empty store with the shipped defaults.
	 */
	public MemoryQuotaStore() {
		this(StoreOptions.DEFAULTS);
	}

	/**
	 * Creates an empty store on the system's clock.
	 * @param options the options
	 */
	public MemoryQuotaStore(StoreOptions options) {
		this(options, InstantSource.system());
	}

	/**
	 * Creates an empty store.
	 * @param options the options
	 * @param clock the time of the store
	 */
	public MemoryQuotaStore(StoreOptions options, InstantSource clock) {
		this.partitions = Stream.generate(() -> new MemoryPartition(options, clock))
			.limit(options.partitions())
			.toList();
		this.events = new MemoryEventLog(this.partitions);
		this.recovery = new MemoryRecovery(this::partition, (number) -> at(this.partitions, number));
	}

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return complete(() -> partition(command.wallet()).execute(command),
				(cause) -> new OutcomeUnknownException(command.wallet(), command.identity().orElse(null),
						"The embedded store failed; the operation may have been applied", cause));
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return complete(() -> partition(query.wallet()).query(query), MemoryQuotaStore::unavailable);
	}

	@Override
	public int partitions() {
		return this.partitions.size();
	}

	@Override
	public CompletionStage<SweepPage> sweep(int partition, int limit) {
		return complete(() -> {
			return at(this.partitions, partition).sweep(StoreArguments.limit(limit));
		}, MemoryQuotaStore::unavailable);
	}

	/**
	 * Returns the events of this store.
	 * @return the events
	 */
	public EventLog events() {
		return this.events;
	}

	/**
	 * Returns what fences and rebuilds wallets of this store.
	 * @return the recovery
	 */
	public WalletRecovery recovery() {
		return this.recovery;
	}

	private MemoryPartition partition(String wallet) {
		return this.partitions.get(Partitions.of(wallet, this.partitions.size()));
	}

	static MemoryPartition at(List<MemoryPartition> partitions, int index) {
		return partitions.get(StoreArguments.partition(index, partitions.size()));
	}

	static EscrowMintException unavailable(RuntimeException cause) {
		return new StoreUnavailableException("The embedded store failed; nothing was answered", cause);
	}

	/**
	 * Runs an action and lets nothing out but exceptions of the model.
	 */
	static <R> CompletionStage<R> complete(Supplier<R> action, Function<RuntimeException, EscrowMintException> wrap) {
		try {
			return CompletableFuture.completedFuture(action.get());
		}
		catch (EscrowMintException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(wrap.apply(ex));
		}
	}

}
