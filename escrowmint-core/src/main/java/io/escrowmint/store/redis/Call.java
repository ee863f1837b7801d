package io.escrowmint.store.redis;

import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.redis.Verb.Lane;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way: its caller's future, its deadline, and what is known of it.
 * Thread-safe: whether it is sent or given up is decided under its monitor, so that what
 * is said to be not applied is never sent.
 *
 * @param <R> the outcome
 */
final class Call<R> {

	private final Exchange<R> exchange;

	private final int partition;

	private final byte[] wallet;

	private final long deadline;

	private final CompletableFuture<R> future = new CompletableFuture<>();

	private volatile @Nullable Plain plain;

	private boolean maybeApplied;

	private boolean inFlight;

	private boolean givenUp;

	private volatile @Nullable Throwable lastError;

	private volatile int attempts;

	/**
	 * Begins a call.
	 * @param exchange what travels
	 * @param partition where the wallet lies
	 * @param deadline by {@link System#nanoTime()}
	 */
	Call(Exchange<R> exchange, int partition, long deadline) {
		this.exchange = exchange;
		this.partition = partition;
		this.wallet = KeySpace.utf8(exchange.wallet());
		this.deadline = deadline;
		this.plain = exchange.plain();
	}

	Exchange<R> exchange() {
		return this.exchange;
	}

	int partition() {
		return this.partition;
	}

	byte[] wallet() {
		return this.wallet;
	}

	CompletableFuture<R> future() {
		return this.future;
	}

	Lane lane() {
		Plain plain = this.plain;
		return (plain != null) ? plain.lane() : this.exchange.verb().lane();
	}

	@Nullable Plain plain() {
		return this.plain;
	}

	/**
	 * Notes that the call needs its verb's full script.
	 */
	void requireFullScript() {
		this.plain = null;
	}

	boolean isDone() {
		return this.future.isDone();
	}

	boolean isOverdue(long now) {
		return now - this.deadline >= 0;
	}

	/**
	 * Counts a failed attempt and remembers why it failed.
	 * @return how many attempts have failed
	 */
	synchronized int failedAttempt(TransportException error) {
		this.inFlight = false;
		this.lastError = error;
		if (error.kind() == TransportException.Kind.UNKNOWN) {
			this.maybeApplied = true;
		}
		return ++this.attempts;
	}

	/**
	 * Claims the call for a batch. From here on it may be applied.
	 * @return whether it is to be sent; not if it was given up, because its caller was
	 * told that it is not applied
	 */
	synchronized boolean claim() {
		this.inFlight = !this.givenUp;
		return this.inFlight;
	}

	/**
	 * Notes that a script has not applied the call. After any other answer it stays in
	 * flight: until its caller has the answer it may be given up, and has been applied.
	 */
	synchronized void leftUndone() {
		this.inFlight = false;
	}

	/**
	 * Ends the call with a script's answer.
	 */
	void answer(Reply reply) {
		if (reply.code() == '!') {
			fail(error(reply));
			return;
		}
		try {
			this.future.complete(this.exchange.read().apply(reply));
		}
		catch (RuntimeException ex) {
			fail(new CorruptStateException(this.exchange.wallet(), "unreadable answer: " + reply.line()));
		}
	}

	private Throwable error(Reply reply) {
		if (reply.line().startsWith("!F")) {
			return new WalletFencedException(this.exchange.wallet());
		}
		if (reply.line().startsWith("!E") && !reply.rest().contains("WRONGTYPE")) {
			return new StoreUnavailableException("Redis refused to write: " + reply.rest() + "; nothing was applied",
					null);
		}
		return new CorruptStateException(this.exchange.wallet(), reply.rest());
	}

	/**
	 * Ends the call because its time is over or trying again does not help.
	 */
	void giveUp() {
		Throwable cause = this.lastError;
		String why = (cause != null) ? ": " + cause.getMessage() : "";
		if (endsUnknown() && !this.exchange.verb().isRead()) {
			fail(new OutcomeUnknownException(this.exchange.wallet(), this.exchange.identity(), "The outcome of "
					+ this.exchange.verb().file() + " on wallet '" + this.exchange.wallet() + "' is unknown" + why,
					cause));
		}
		else {
			fail(new StoreUnavailableException("Redis did not answer in time; " + this.exchange.verb().file()
					+ " on wallet '" + this.exchange.wallet() + "' was not applied" + why, cause));
		}
	}

	void giveUpIfOverdue(long now) {
		if (isOverdue(now)) {
			giveUp();
		}
	}

	private synchronized boolean endsUnknown() {
		this.givenUp = true;
		return this.maybeApplied || this.inFlight;
	}

	private void fail(Throwable error) {
		this.future.completeExceptionally(error);
	}

}
