package io.escrowmint.spring.resilience;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.spring.actuate.StoreCircuits;
import io.escrowmint.store.Partitions;
import org.jspecify.annotations.Nullable;

/**
 * The circuits of one lane: one around the whole store, which notices soon that it is
 * away, and one around each partition that was used, which notices that a node of a
 * cluster is away while the others answer. Hands the store's own stage on, so that its
 * failures and its cancellation stay what they are. Thread-safe.
 */
final class LaneCircuits {

	private final String name;

	private final Function<String, StoreCircuit> circuits;

	private final int partitions;

	private final StoreCircuit whole;

	private final Map<Integer, StoreCircuit> parts = new ConcurrentHashMap<>();

	LaneCircuits(String name, int partitions, Function<String, StoreCircuit> circuits) {
		this.name = name;
		this.circuits = circuits;
		this.partitions = partitions;
		this.whole = circuits.apply(name);
	}

	void addStates(Map<String, String> states) {
		boolean closed = this.parts.values().stream().allMatch((part) -> part.state().equals(StoreCircuits.CLOSED));
		states.put(this.name, this.whole.state());
		states.put(this.name + "-partitions", closed ? StoreCircuits.CLOSED : "OPEN");
	}

	<R> CompletionStage<R> call(String wallet, Supplier<CompletionStage<R>> store) {
		StoreCircuit part = part(wallet);
		if (!part.enter()) {
			return leftAlone();
		}
		if (!this.whole.enter()) {
			part.leave();
			return leftAlone();
		}
		return called(part, store);
	}

	private StoreCircuit part(String wallet) {
		int number = Partitions.of(wallet, this.partitions);
		StoreCircuit known = this.parts.get(number);
		return (known != null) ? known
				: this.parts.computeIfAbsent(number, (missing) -> this.circuits.apply(this.name + "-" + missing));
	}

	private <R> CompletionStage<R> called(StoreCircuit part, Supplier<CompletionStage<R>> store) {
		long begin = System.nanoTime();
		CompletionStage<R> stage;
		try {
			stage = store.get();
		}
		catch (RuntimeException | Error ex) {
			ended(part, begin, ex);
			throw ex;
		}
		stage.whenComplete((answer, failure) -> ended(part, begin, failure));
		return stage;
	}

	private void ended(StoreCircuit part, long begin, @Nullable Throwable failure) {
		long nanos = System.nanoTime() - begin;
		part.ended(nanos, failure);
		this.whole.ended(nanos, failure);
	}

	private static <R> CompletionStage<R> leftAlone() {
		return CompletableFuture.failedFuture(new StoreUnavailableException(
				"The store has not answered of late and is left alone for a moment; nothing was applied", null));
	}

}
