package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.QuotaStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a command, and sends the same again until it has an answer. Only for commands
 * with an identity, and for less time than the store remembers it. Thread-safe.
 */
final class PatientCalls {

	private static final Logger logger = LoggerFactory.getLogger(PatientCalls.class);

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 2_000;

	private final QuotaStore store;

	private final LeaseListener listener;

	private final long patienceNanos;

	private final AtomicInteger underway = new AtomicInteger();

	/**
	 * Creates the calls.
	 * @param store is called
	 * @param listener hears of every repetition
	 * @param patience for how long a call is repeated; with the store's timeout shorter
	 * than the store remembers what the library named
	 */
	PatientCalls(QuotaStore store, LeaseListener listener, Duration patience) {
		this.store = store;
		this.listener = listener;
		this.patienceNanos = patience.toNanos();
	}

	/**
	 * Sends a command once.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome; failures come by the stage only
	 */
	<R extends Outcome> CompletionStage<R> once(Command<R> command) {
		try {
			return this.store.execute(command);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Sends a command until it has an answer.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome; fails when patience ends, or if a repetition cannot help
	 */
	<R extends Outcome> CompletableFuture<R> execute(Command<R> command) {
		return execute(command, (failure) -> {
		});
	}

	/**
	 * Sends a command until it has an answer.
	 * @param <R> the outcome
	 * @param command the command
	 * @param onFailure told of every attempt that failed
	 * @return the outcome; fails when patience ends, or if a repetition cannot help
	 */
	<R extends Outcome> CompletableFuture<R> execute(Command<R> command, Consumer<EscrowMintException> onFailure) {
		CompletableFuture<R> answer = new CompletableFuture<>();
		this.underway.incrementAndGet();
		answer.whenComplete((outcome, failure) -> this.underway.decrementAndGet());
		attempt(command, answer, onFailure, 0, System.nanoTime());
		return answer;
	}

	/** Whether nothing is on its way that is repeated until it has an answer. */
	boolean isIdle() {
		return this.underway.get() == 0;
	}

	private <R extends Outcome> void attempt(Command<R> command, CompletableFuture<R> answer,
			Consumer<EscrowMintException> onFailure, int attempts, long since) {
		once(command).whenComplete((outcome, failure) -> {
			if (failure == null) {
				answer.complete(outcome);
				return;
			}
			EscrowMintException cause = cause(command, failure);
			tell(onFailure, cause);
			long pause = pauseMillis(attempts);
			long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
			if (!isPassing(cause) || next - since >= this.patienceNanos) {
				answer.completeExceptionally(cause);
				return;
			}
			this.listener.repeated();
			later(pause, () -> attempt(command, answer, onFailure, attempts + 1, since));
		});
	}

	/** Whoever listens must not end the call, for then nobody would. */
	private static void tell(Consumer<EscrowMintException> onFailure, EscrowMintException failure) {
		try {
			onFailure.accept(failure);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Whoever was told that a call failed, failed", ex);
		}
	}

	static void later(long millis, Runnable task) {
		CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
	}

	/**
	 * Returns a pause that grows with the attempts, with jitter.
	 * @param attempts how many have failed before
	 * @return milliseconds
	 */
	static long pauseMillis(int attempts) {
		long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts, 6));
		return ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
	}

	static EscrowMintException cause(Command<?> command, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof EscrowMintException known) ? known : new OutcomeUnknownException(command.wallet(),
				command.identity().orElse(null), "The store failed unexpectedly", cause);
	}

	/** Whether a command that failed so is repeated. */
	static boolean isPassing(EscrowMintException failure) {
		return failure instanceof OutcomeUnknownException || failure instanceof StoreUnavailableException
				|| failure instanceof WalletFencedException;
	}

}
