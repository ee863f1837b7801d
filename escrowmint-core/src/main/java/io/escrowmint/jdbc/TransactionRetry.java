package io.escrowmint.jdbc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction, and again in a new one if other transactions were in its
 * way: a stale version, a deadlock, a lock that could not be had in time, a failed
 * serialization. Any other failure ends it at once, an unknown outcome of a commit above
 * all, and what a callback throws after the commit: the work is done then, and is not
 * done again. After the last attempt the last failure is thrown. Each attempt is a
 * transaction of its own, also inside another, whose locks it would wait for. The work
 * must have no effects but those of its transaction. Thread-safe.
 */
public final class TransactionRetry {

	private final TransactionTemplate transactions;

	private final RetryOptions options;

	private final RetryTemplate retry;

	private final JdbcListener listener;

	/**
	 * Creates the retry.
	 * @param manager begins the transactions
	 * @param options how often, and what lies between
	 * @param listener hears of collisions
	 */
	public TransactionRetry(PlatformTransactionManager manager, RetryOptions options, JdbcListener listener) {
		this.transactions = new TransactionTemplate(manager);
		this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.options = options;
		this.retry = new RetryTemplate(policy(options));
		this.listener = new GuardedListener(listener);
	}

	private static RetryPolicy policy(RetryOptions options) {
		return RetryPolicy.builder()
			.maxRetries(options.attempts() - 1)
			.delay(options.firstPause())
			.jitter(options.firstPause())
			.multiplier(2)
			.maxDelay(options.longestPause())
			.predicate((failure) -> !(failure instanceof FailedAfterCommit) && Collisions.isOne(failure))
			.build();
	}

	/**
	 * Runs work until it is committed.
	 * @param <T> the type of the result
	 * @param work what to do, from its reads on
	 * @return what the work returned in the attempt that was committed
	 */
	public <T extends @Nullable Object> T execute(Supplier<T> work) {
		AtomicInteger attempts = new AtomicInteger();
		try {
			return this.retry.execute(() -> attempt(work, attempts.incrementAndGet()));
		}
		catch (RetryException ex) {
			throw unwrapped(ex);
		}
	}

	/**
	 * Runs work until it is committed.
	 * @param work what to do, from its reads on
	 */
	public void run(Runnable work) {
		this.<@Nullable Object>execute(() -> {
			work.run();
			return null;
		});
	}

	private <T extends @Nullable Object> T attempt(Supplier<T> work, int attempt) {
		CommitNote note = new CommitNote();
		try {
			return this.transactions.execute((status) -> {
				note.register();
				return work.get();
			});
		}
		catch (RuntimeException | Error ex) {
			if (note.isCommitted()) {
				throw new FailedAfterCommit(ex);
			}
			if (Collisions.isOne(ex)) {
				this.listener.collided(attempt, attempt >= this.options.attempts());
			}
			throw ex;
		}
	}

	private static RuntimeException unwrapped(RetryException ex) {
		Throwable cause = ex.getCause();
		Throwable failure = (cause instanceof FailedAfterCommit) ? cause.getCause() : cause;
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException known) ? known : new IllegalStateException(ex);
	}

	/**
	 * Carries what a callback threw past the retries: the work is done.
	 */
	private static final class FailedAfterCommit extends RuntimeException {

		private static final long serialVersionUID = 1L;

		FailedAfterCommit(Throwable failure) {
			super(failure);
		}

	}

}
