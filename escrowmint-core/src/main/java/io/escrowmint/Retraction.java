package io.escrowmint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.QuotaStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back, in the background, what may have happened: a hold or lease whose caller
 * will never learn of it. Never blocks and never throws. Safe in any order with the
 * command that it takes back, because a cancel or release that comes first leaves a
 * tombstone. Gives up after some minutes, within which a failover should be over; then
 * the hold or lease expires by itself.
 */
final class Retraction {

	private static final Logger logger = LoggerFactory.getLogger(Retraction.class);

	/** In units of the first pause: the longest one, and for how long all goes on. */
	private static final int LONGEST = 8;

	private static final int PATIENCE = 480;

	private final QuotaStore store;

	private final Duration pause;

	/**
	 * Creates a retraction.
	 * @param store the store
	 * @param pause pause before the second attempt; doubles with each further one, up to
	 * 8 times as long. After 480 times as long in all nothing is tried any more
	 */
	Retraction(QuotaStore store, Duration pause) {
		this.store = store;
		this.pause = pause;
	}

	/**
	 * Takes back a command that puts credits aside; leaves every other one alone.
	 * @param command the command that may have been applied
	 */
	void retract(Command<?> command) {
		if (command instanceof Reserve reserve) {
			send(new Cancel(reserve.wallet(), reserve.id().value(), reserve.trace()));
		}
		else if (command instanceof AllocateLease lease) {
			send(new ReleaseLease(lease.wallet(), lease.id().value(), lease.owner(), lease.trace()));
		}
	}

	/**
	 * Repeats a cancel whose answer was lost or that could not be sent.
	 * @param cancel the cancel
	 */
	void repeat(Cancel cancel) {
		send(cancel);
	}

	private void send(Command<? extends Outcome> command) {
		send(command, 1, System.nanoTime() + PATIENCE * this.pause.toNanos());
	}

	private void send(Command<? extends Outcome> command, int attempt, long end) {
		try {
			this.store.execute(command).whenComplete((outcome, failure) -> {
				// A refusal is an answer too: there is nothing left to take back.
				if (failure != null) {
					sendAgain(command, attempt, end, failure);
				}
			});
		}
		catch (RuntimeException ex) {
			sendAgain(command, attempt, end, ex);
		}
	}

	private void sendAgain(Command<? extends Outcome> command, int attempt, long end, Throwable failure) {
		long pause = Math.min(LONGEST, 1L << Math.min(attempt - 1, LONGEST)) * this.pause.toNanos();
		if (System.nanoTime() + pause - end >= 0) {
			// The message may name the wallet, which has no business in a log.
			Throwable cause = QuotaCalls.unwrap(failure);
			logger.warn("Gave up after {} attempts to take back {} ({}); it expires by itself", attempt,
					command.identity().orElse(""), cause.getClass().getSimpleName());
			logger.debug("Why it could not be taken back", cause);
			return;
		}
		Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS);
		later.execute(() -> send(command, attempt + 1, end));
	}

}
