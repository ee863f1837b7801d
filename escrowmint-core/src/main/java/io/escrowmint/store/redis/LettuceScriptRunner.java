package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.escrowmint.redis.SiblingFactory;
import io.escrowmint.redis.UnsupportedTopologyException;
import io.escrowmint.store.redis.TransportException.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs scripts through native asynchronous Lettuce. Connects at the first call, in the
 * background, and again until it succeeds; after that Lettuce reconnects by itself. A
 * connection that Lettuce has no reason to doubt, but on which nothing is answered, or
 * not by a primary, is given up for a new one: one at a time, and what was on its way is
 * unknown.
 */
final class LettuceScriptRunner implements ScriptRunner {

	private static final Logger logger = LoggerFactory.getLogger(LettuceScriptRunner.class);

	private static final int MOST_EARLY = 3;

	private static final long SHORTEST_PAUSE_NANOS = 100_000_000;

	private static final long LONGEST_PAUSE_NANOS = 800_000_000;

	/** A name may lead to a server that is no primary for longer than a moment. */
	private static final long RENEWAL_NANOS = 1_000_000_000;

	private final LettuceConnectionFactory user;

	private final FirstContact firstContact;

	private final Duration silence;

	private volatile RedisStoreListener listener = RedisStoreListener.NONE;

	private volatile @Nullable SiblingFactory siblings;

	private volatile @Nullable LettuceContact contact;

	private volatile @Nullable TransportException mismatch;

	private volatile @Nullable Exception failure;

	private @Nullable Thread connecting;

	private long pause = SHORTEST_PAUSE_NANOS;

	private long lastAttempt = System.nanoTime() - LONGEST_PAUSE_NANOS;

	private boolean closed;

	private boolean warned;

	/**
	 * Creates a runner. Does not connect yet.
	 * @param silence how long a connection may be asked and answer nothing
	 */
	LettuceScriptRunner(LettuceConnectionFactory user, FirstContact firstContact, Duration silence) {
		this.user = user;
		this.firstContact = firstContact;
		this.silence = silence;
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
		LettuceContact contact = this.contact;
		if (contact != null && isLost(contact) && giveUp(contact)) {
			logger.warn("{}; connecting anew",
					contact.isSilent() ? "Redis has answered nothing for " + this.silence.toMillis() + " ms"
							: "Redis says it is a replica");
			contact = null;
		}
		if (contact != null) {
			return contact.run(choice, keys, args, this.listener);
		}
		TransportException mismatch = this.mismatch;
		if (mismatch != null) {
			return CompletableFuture.failedFuture(mismatch);
		}
		connectSoon();
		return CompletableFuture
			.failedFuture(new TransportException(Kind.NOT_RUN, "Redis is not connected yet", this.failure));
	}

	private boolean isLost(LettuceContact contact) {
		return contact.isSilent() || contact.isReplica() && isSingleServer() && isRenewalDue();
	}

	private synchronized boolean isRenewalDue() {
		return System.nanoTime() - this.lastAttempt >= RENEWAL_NANOS;
	}

	@Override
	public void heardOfReplica() {
		LettuceContact contact = this.contact;
		if (contact != null) {
			contact.heardOfReplica();
		}
	}

	/**
	 * Puts a contact out of use and connects anew.
	 * @return whether this call did it
	 */
	private synchronized boolean giveUp(LettuceContact lost) {
		if (this.closed || this.contact != lost || this.connecting != null) {
			return false;
		}
		this.contact = null;
		connectInBackground(lost::close);
		return true;
	}

	@Override
	public void connect() {
		if (this.contact != null) {
			return;
		}
		try {
			use(meet());
		}
		catch (StoreMismatchException ex) {
			this.mismatch = ex.refusal();
			throw ex;
		}
		catch (Exception ex) {
			this.failure = ex;
			throw TransportErrors.unreachable(ex);
		}
	}

	/**
	 * Meets the servers. The driver may say that a connection with credentials stands
	 * before it has taken note of that itself, and then rejects what is written first;
	 * the next one is another try.
	 */
	private LettuceContact meet() throws Exception {
		for (int early = 0;; early++) {
			try {
				return LettuceContact.with(Sibling.connect(siblings()), this.firstContact, isSingleServer(),
						this.silence);
			}
			catch (Exception ex) {
				if (early == MOST_EARLY || !TransportErrors.isRejected(ex)) {
					throw ex;
				}
			}
		}
	}

	private SiblingFactory siblings() {
		SiblingFactory known = this.siblings;
		if (known == null) {
			try {
				known = SiblingFactory.beside(this.user);
			}
			catch (UnsupportedTopologyException ex) {
				throw StoreMismatchException.of(ex);
			}
			this.siblings = known;
		}
		return known;
	}

	private synchronized void use(LettuceContact met) {
		if (this.closed || this.contact != null) {
			met.close();
		}
		if (this.closed) {
			throw new IllegalStateException("The store is closed");
		}
		if (this.contact == null) {
			this.contact = met;
			this.pause = SHORTEST_PAUSE_NANOS;
			this.warned = false;
		}
	}

	private synchronized void connectSoon() {
		if (!this.closed && this.connecting == null && System.nanoTime() - this.lastAttempt >= this.pause) {
			connectInBackground(() -> {
			});
		}
	}

	private void connectInBackground(Runnable afterwards) {
		Thread thread = new Thread(() -> {
			tryToConnect();
			afterwards.run();
		}, "escrowmint-redis-connect");
		thread.setDaemon(true);
		this.connecting = thread;
		boolean started = false;
		try {
			thread.start();
			started = true;
		}
		finally {
			if (!started) {
				attempted();
				afterwards.run();
			}
		}
	}

	private void tryToConnect() {
		try {
			connect();
		}
		catch (StoreMismatchException ex) {
			logger.error("{}. {} Every operation is refused.", ex.getMessage(), ex.action());
		}
		catch (RuntimeException ex) {
			warnOnce(ex);
		}
		finally {
			attempted();
		}
	}

	private synchronized void attempted() {
		this.connecting = null;
		this.lastAttempt = System.nanoTime();
	}

	private synchronized void warnOnce(RuntimeException failure) {
		this.pause = Math.min(LONGEST_PAUSE_NANOS, 2 * this.pause);
		if (!this.warned) {
			this.warned = true;
			logger.warn("{}; trying again with each call", failure.getMessage());
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		LettuceContact contact = this.contact;
		if (contact != null) {
			contact.close();
		}
	}

}
