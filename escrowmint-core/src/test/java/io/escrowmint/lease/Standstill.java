package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets calls pass, or none while something happens that no call may meet half done. A
 * call that comes meanwhile waits without a thread.
 */
final class Standstill {

	private CompletableFuture<Void> open = CompletableFuture.completedFuture(null);

	private int inside;

	<T> CompletionStage<T> pass(Supplier<CompletionStage<T>> call) {
		CompletableFuture<Void> closed = enter();
		return (closed != null) ? closed.thenCompose((opened) -> pass(call)) : heard(call.get());
	}

	/** A call is inside until whoever waits for its answer has dealt with it. */
	private <T> CompletableFuture<T> heard(CompletionStage<T> call) {
		CompletableFuture<T> heard = new CompletableFuture<>();
		call.whenComplete((answer, failure) -> {
			try {
				if (failure != null) {
					heard.completeExceptionally(failure);
				}
				else {
					heard.complete(answer);
				}
			}
			finally {
				leave();
			}
		});
		return heard;
	}

	private synchronized @Nullable CompletableFuture<Void> enter() {
		if (!this.open.isDone()) {
			return this.open;
		}
		this.inside++;
		return null;
	}

	private synchronized void leave() {
		this.inside--;
		notifyAll();
	}

	/**
	 * Waits for the calls that are inside, and lets none in until the action is over. One
	 * caller at a time.
	 * @param action what no call may meet half done
	 */
	void during(Runnable action) {
		CompletableFuture<Void> opened = close();
		try {
			action.run();
		}
		finally {
			opened.complete(null);
		}
	}

	private synchronized CompletableFuture<Void> close() {
		CompletableFuture<Void> opened = new CompletableFuture<>();
		this.open = opened;
		while (this.inside > 0) {
			await();
		}
		return opened;
	}

	private synchronized void await() {
		try {
			wait();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while calls were under way", ex);
		}
	}

}
