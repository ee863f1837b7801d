package io.escrowmint.store.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.escrowmint.store.redis.TransportException.Kind;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs scripts through native asynchronous Lettuce. Connects at the first call, in the
 * background, and again until it succeeds; after that Lettuce reconnects by itself.
 */
final class LettuceScriptRunner implements ScriptRunner {

	private static final Logger logger = LoggerFactory.getLogger(LettuceScriptRunner.class);

	private static final long PAUSE_NANOS = 100_000_000;

	private final LettuceConnectionFactory user;

	private final FirstContact firstContact;

	private volatile RedisStoreListener listener = RedisStoreListener.NONE;

	private volatile @Nullable Contact contact;

	private volatile @Nullable TransportException mismatch;

	private volatile @Nullable Exception failure;

	private @Nullable Thread connecting;

	private long lastAttempt = System.nanoTime() - PAUSE_NANOS;

	private boolean closed;

	private boolean warned;

	LettuceScriptRunner(LettuceConnectionFactory user, FirstContact firstContact) {
		this.user = user;
		this.firstContact = firstContact;
	}

	@Override
	public void listen(RedisStoreListener listener) {
		this.listener = listener;
	}

	@Override
	public boolean isSingleServer() {
		return !this.user.isClusterAware();
	}

	@Override
	public CompletionStage<List<Object>> run(Function<ScriptLibrary, Script> choice, byte[][] keys, byte[][] args) {
		Contact contact = this.contact;
		if (contact != null) {
			return contact.run(choice.apply(contact.scripts), keys, args, this.listener);
		}
		TransportException mismatch = this.mismatch;
		if (mismatch != null) {
			return CompletableFuture.failedFuture(mismatch);
		}
		connectSoon();
		return CompletableFuture
			.failedFuture(new TransportException(Kind.NOT_RUN, "Redis is not connected yet", this.failure));
	}

	@Override
	public void connect() {
		if (this.contact != null) {
			return;
		}
		try {
			Sibling sibling = Sibling.connect(this.user);
			try {
				Contact met = new Contact(sibling,
						this.firstContact.check(new Contact(sibling, null)::send, isSingleServer()));
				synchronized (this) {
					if (this.closed) {
						throw new IllegalStateException("The store is closed");
					}
					if (this.contact != null) {
						sibling.close();
						return;
					}
					this.contact = met;
				}
			}
			catch (Exception ex) {
				sibling.close();
				throw ex;
			}
		}
		catch (StoreMismatchException ex) {
			this.mismatch = new TransportException(Kind.REFUSED, ex.getMessage() + ". " + ex.action(), ex);
			throw ex;
		}
		catch (Exception ex) {
			this.failure = ex;
			throw new TransportException(Kind.NOT_RUN, "Redis cannot be reached: " + ex.getMessage(), ex);
		}
	}

	private synchronized void connectSoon() {
		if (this.closed || this.connecting != null || System.nanoTime() - this.lastAttempt < PAUSE_NANOS) {
			return;
		}
		Thread thread = new Thread(this::connectInBackground, "escrowmint-redis-connect");
		thread.setDaemon(true);
		this.connecting = thread;
		thread.start();
	}

	private void connectInBackground() {
		try {
			connect();
		}
		catch (StoreMismatchException ex) {
			logger.error("{}. {} Every operation is refused.", ex.getMessage(), ex.action());
		}
		catch (RuntimeException ex) {
			if (!this.warned) {
				this.warned = true;
				logger.warn("{}; trying again with each call", ex.getMessage());
			}
		}
		finally {
			synchronized (this) {
				this.connecting = null;
				this.lastAttempt = System.nanoTime();
			}
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		Contact contact = this.contact;
		if (contact != null) {
			contact.sibling.close();
		}
	}

	/**
	 * A Redis that was met: its connection and the scripts that fit it.
	 */
	private static final class Contact {

		private final Sibling sibling;

		private final RedisScriptingAsyncCommands<byte[], byte[]> commands;

		private final ScriptLibrary scripts;

		@SuppressWarnings("NullAway") // the scripts of a contact that is being checked
										// are not used
		Contact(Sibling sibling, @Nullable ScriptLibrary scripts) {
			this.sibling = sibling;
			this.commands = sibling.commands();
			this.scripts = scripts;
		}

		CompletionStage<List<Object>> run(Script script, byte[][] keys, byte[][] args, RedisStoreListener listener) {
			CompletableFuture<List<Object>> result = new CompletableFuture<>();
			this.commands.<List<Object>>evalsha(script.sha1(), ScriptOutputType.MULTI, keys, args)
				.whenComplete((reply, error) -> {
					if (error != null && TransportErrors.isUnknownScript(error)) {
						listener.scriptReloaded();
						send(script, keys, args).whenComplete((again, failure) -> settle(result, again, failure));
					}
					else {
						settle(result, reply, error);
					}
				});
			return result;
		}

		CompletionStage<List<Object>> send(Script script, byte[][] keys, byte[][] args) {
			return this.commands.<List<Object>>eval(script.text(), ScriptOutputType.MULTI, keys, args);
		}

		private static void settle(CompletableFuture<List<Object>> result, List<Object> reply,
				@Nullable Throwable error) {
			if (error != null) {
				result.completeExceptionally(error);
			}
			else {
				result.complete(reply);
			}
		}

	}

}
