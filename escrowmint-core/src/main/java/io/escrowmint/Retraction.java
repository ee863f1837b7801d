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
 * tombstone. Gives up after some attempts; then the hold or lease expires by itself.
 */
final class Retraction {

	private static final Logger logger = LoggerFactory.getLogger(Retraction.class);

	private static final int ATTEMPTS = 6;

	private final QuotaStore store;

	private final Duration pause;

	/**
	 * Creates a retraction.
	 * @param store the store
	 * @param pause pause before the second attempt; doubles with each further one
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
			send(new Cancel(reserve.wallet(), reserve.id().value(), reserve.trace()), 1);
		}
		else if (command instanceof AllocateLease lease) {
			send(new ReleaseLease(lease.wallet(), lease.id().value(), lease.owner(), lease.trace()), 1);
		}
	}

	/**
	 * Repeats a cancel whose answer was lost or that could not be sent.
	 * @param cancel the cancel
	 */
	void repeat(Cancel cancel) {
		send(cancel, 1);
	}

	private void send(Command<? extends Outcome> command, int attempt) {
		try {
			this.store.execute(command).whenComplete((outcome, failure) -> {
				// A refusal is an answer too: there is nothing left to take back.
				if (failure != null) {
					sendAgain(command, attempt, failure);
				}
			});
		}
		catch (RuntimeException ex) {
			sendAgain(command, attempt, ex);
		}
	}

	private void sendAgain(Command<? extends Outcome> command, int attempt, Throwable failure) {
		if (attempt >= ATTEMPTS) {
			// The message may name the wallet, which has no business in a log.
			Throwable cause = QuotaCalls.unwrap(failure);
			logger.warn("Gave up after {} attempts to take back {} ({}); it expires by itself", attempt,
					command.identity().orElse(""), cause.getClass().getSimpleName());
			logger.debug("Why it could not be taken back", cause);
			return;
		}
		long millis = this.pause.toMillis() << (attempt - 1);
		Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
		later.execute(() -> send(command, attempt + 1));
	}

}
