package io.escrowmint.apikey.redis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A few threads that wait for a driver in their callers' place, so that no caller waits
 * longer than the timeout, be it for a free thread, for a connection or for an answer.
 * Whoever gives a call up, and the thread that is about to send it, race for one flag: a
 * call that was given up before is never sent.
 */
final class ApiKeyThreads implements AutoCloseable {

	private final long timeoutNanos;

	private final ThreadPoolExecutor threads;

	ApiKeyThreads(int count, Duration timeout) {
		this.timeoutNanos = timeout.toNanos();
		this.threads = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "escrowmint-api-keys-redis");
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Makes a call.
	 * @param call is given what to ask right before it sends: if that says no, it must
	 * not
	 * @return its reply
	 * @throws ApiKeyCallException if it was not sent, failed, or its reply was lost
	 */
	List<Object> run(Function<BooleanSupplier, List<Object>> call) {
		AtomicBoolean decided = new AtomicBoolean();
		FutureTask<List<Object>> task = new FutureTask<>(() -> call.apply(() -> decided.compareAndSet(false, true)));
		try {
			this.threads.execute(task);
			return task.get(this.timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw ApiKeyCallException.of(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException ex) {
			throw givenUp(task, decided, "Redis did not answer in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw givenUp(task, decided, "Interrupted while waiting for Redis", ex);
		}
		catch (RejectedExecutionException | CancellationException ex) {
			throw new ApiKeyCallException(false, "The store of API keys is closed", ex);
		}
	}

	private ApiKeyCallException givenUp(FutureTask<?> task, AtomicBoolean decided, String message, Exception why) {
		boolean unsent = decided.compareAndSet(false, true);
		// A connection that is being opened would be left behind; it waits for the next.
		task.cancel(!unsent);
		this.threads.remove(task);
		return new ApiKeyCallException(!unsent, unsent ? message + ", it was not even asked" : message, why);
	}

	/**
	 * Ends the calls under way; those that wait for a thread are not made any more.
	 */
	@Override
	public void close() {
		this.threads.shutdownNow().forEach((task) -> ((FutureTask<?>) task).cancel(false));
	}

}
