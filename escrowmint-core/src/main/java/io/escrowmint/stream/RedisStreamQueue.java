package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.redis.DriverErrors;
import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue over a group of a Redis stream. One monitor guards the connection that waits;
 * adding and settling use another, so that they never wait for a receiver.
 */
final class RedisStreamQueue<M> implements StreamQueue<M> {

	private static final Logger logger = LoggerFactory.getLogger(RedisStreamQueue.class);

	private final String stream;

	private final Class<M> type;

	private final StreamOptions options;

	private final StreamCodec codec;

	private final MessageReader reader;

	private final GroupCalls receiving;

	private final GroupCalls settling;

	private final StreamCalls adding;

	private final Deque<String> stale = new ArrayDeque<>();

	private long nextRecovery = System.nanoTime();

	private volatile boolean closed;

	RedisStreamQueue(String stream, Class<M> type, StreamOptions options, StreamCodec codec,
			PrimaryConnections connections, GroupCalls receiving) {
		this.stream = stream;
		this.type = type;
		this.options = options;
		this.codec = codec;
		this.reader = new MessageReader(codec, type);
		this.adding = new StreamCalls(connections);
		this.receiving = receiving;
		this.settling = receiving.beside(new StreamCalls(connections));
	}

	@Override
	public String enqueue(Object message) {
		Publication entry = Publication.of(this.stream, message, this.codec);
		synchronized (this.adding) {
			try {
				return StreamCalls.text(
						this.adding.run(StreamScripts.ADD, List.of(Publication.utf8(this.stream)), entry.fields()), 0);
			}
			catch (RuntimeException ex) {
				this.adding.reset();
				throw DriverErrors.isCertainlyNotRun(ex)
						? new StoreUnavailableException("The message was not added: " + ex.getMessage(), ex)
						: new EnqueueUnknownException(this.stream, ex);
			}
		}
	}

	@Override
	public synchronized Optional<QueuedMessage<M>> receive(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		do {
			Delivery delivery = guarded(this.receiving, () -> next(end));
			Optional<QueuedMessage<M>> message = (delivery != null) ? opened(delivery) : Optional.empty();
			if (message.isPresent()) {
				return message;
			}
		}
		while (System.nanoTime() - end < 0 && !this.closed);
		return Optional.empty();
	}

	private @Nullable Delivery next(long end) {
		if (this.stale.isEmpty() && System.nanoTime() - this.nextRecovery >= 0) {
			this.stale.addAll(this.receiving.stale(1));
			this.nextRecovery = System.nanoTime()
					+ (this.stale.isEmpty() && this.receiving.isRoundOver() ? recoveryPause() : 0);
		}
		if (!this.stale.isEmpty()) {
			return this.receiving.take(this.stale.remove());
		}
		long left = Math.min(end - System.nanoTime(), this.options.block().toNanos());
		List<StreamMessage> fresh = this.receiving.read(1,
				Duration.ofMillis(Math.max(1, Duration.ofNanos(left).toMillis())));
		return fresh.isEmpty() ? null : new Delivery(fresh.get(0), 1);
	}

	private long recoveryPause() {
		return Math.min(this.options.claimAfter().toNanos() / 2, this.options.block().toNanos());
	}

	private Optional<QueuedMessage<M>> opened(Delivery delivery) {
		boolean buries = this.options.poison() == PoisonPolicy.DEAD_LETTER;
		if (buries && delivery.deliveries() > this.options.maxDeliveries()) {
			bury(delivery, new IllegalStateException(
					"It was not acknowledged after " + this.options.maxDeliveries() + " deliveries"));
			return Optional.empty();
		}
		try {
			return Optional.of(new Received(this.type.cast(this.reader.read(delivery.message())), delivery));
		}
		catch (MalformedMessageException ex) {
			if (!buries) {
				throw ex;
			}
			bury(delivery, ex);
			return Optional.empty();
		}
	}

	private void bury(Delivery delivery, Throwable cause) {
		guarded(this.receiving, () -> this.receiving.bury(delivery, cause, this.codec));
	}

	private <T> T guarded(GroupCalls calls, Supplier<T> call) {
		if (this.closed) {
			throw new IllegalStateException("The queue is closed");
		}
		try {
			return call.get();
		}
		catch (CommitRefusedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			calls.reset();
			throw new StoreUnavailableException("The queue cannot be read: " + ex.getMessage(), ex);
		}
	}

	private boolean settle(Supplier<Boolean> call) {
		synchronized (this.settling) {
			return guarded(this.settling, call);
		}
	}

	@Override
	public void close() {
		synchronized (this.settling) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			try {
				this.settling.leave();
			}
			catch (RuntimeException ex) {
				logger.debug("What is left is taken over when it has waited long enough", ex);
			}
			finally {
				this.settling.reset();
			}
		}
		synchronized (this.adding) {
			this.adding.reset();
		}
		synchronized (this) {
			this.receiving.reset();
		}
	}

	/**
	 * A message in the hands of a receiver.
	 */
	private final class Received implements QueuedMessage<M> {

		private final M message;

		private final Delivery delivery;

		Received(M message, Delivery delivery) {
			this.message = message;
			this.delivery = delivery;
		}

		@Override
		public M message() {
			return this.message;
		}

		@Override
		public Delivery delivery() {
			return this.delivery;
		}

		@Override
		public boolean acknowledge() {
			return settle(() -> RedisStreamQueue.this.settling.acknowledge(this.delivery.id()));
		}

		@Override
		public boolean release() {
			return settle(() -> RedisStreamQueue.this.settling.free(this.delivery.id()));
		}

	}

}
