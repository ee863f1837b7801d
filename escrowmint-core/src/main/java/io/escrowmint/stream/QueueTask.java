package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

import io.escrowmint.stream.StreamStatus.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a group: handles what is new, what others have left, and again what
 * failed, each entry by itself, so that one that fails delays none.
 * <p>
 * What is in memory is only a list of what to do next; entries and their deliveries are
 * counted in Redis, and each entry is checked to be still this consumer's before it is
 * handled.
 */
final class QueueTask implements StreamTask {

	private static final int MAX_OWN = 10_000;

	/**
	 * What part of the time after which it is taken over an entry may wait unannounced.
	 */
	private static final int MOMENT = 100;

	private final QueueDefinition definition;

	private final String group;

	private final StreamOptions options;

	private final StreamCodec codec;

	private final MessageReader reader;

	private final GroupCalls calls;

	private final StreamListener listener;

	private final Backoff backoff;

	private final Deque<String> stale = new ArrayDeque<>();

	private final PriorityQueue<Retry> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::due));

	private final Deque<Delivery> fresh = new ArrayDeque<>();

	private long freshSince;

	private long nextRecovery = System.nanoTime();

	private long nextCount = System.nanoTime();

	private int blocked;

	private boolean isOwnUnknown;

	private @Nullable Progress progress;

	/**
	 * Creates a consumer.
	 * @param group as whom its transaction knows it, the same for all of its group
	 */
	QueueTask(QueueDefinition definition, String group, StreamOptions options, StreamCodec codec, GroupCalls calls,
			StreamListener listener) {
		this.definition = definition;
		this.group = group;
		this.options = options;
		this.codec = codec;
		this.reader = new MessageReader(codec, definition.message());
		this.calls = calls;
		this.listener = new QuietStreamListener(listener);
		this.backoff = Backoff.of(options);
	}

	@Override
	public long step(Progress progress) throws Exception {
		this.progress = progress;
		recover();
		handleStale(progress);
		handleRetries(progress);
		this.freshSince = System.nanoTime();
		this.calls.read(this.options.batch(), patience())
			.forEach((message) -> this.fresh.add(new Delivery(message, 1)));
		if (this.fresh.size() < this.options.batch() && this.stale.isEmpty()) {
			progress.caughtUp();
		}
		count(progress);
		if (this.retries.isEmpty()) {
			this.blocked = 0;
			progress.running();
		}
		handleFresh(progress);
		return 0;
	}

	private void count(Progress progress) {
		if (System.nanoTime() - this.nextCount >= 0) {
			progress.backlog(this.calls::backlog);
			this.nextCount = System.nanoTime() + this.options.lookout().toNanos();
		}
	}

	private Duration patience() {
		long now = System.nanoTime();
		long until = Math.min(now + this.options.block().toNanos(), this.stale.isEmpty() ? this.nextRecovery : now);
		Retry first = this.retries.peek();
		if (first != null) {
			until = Math.min(until, first.due());
		}
		return Duration.ofMillis(Math.max(1, Duration.ofNanos(until - now).toMillis()));
	}

	private void recover() {
		if (System.nanoTime() - this.nextRecovery < 0 || !this.stale.isEmpty()) {
			return;
		}
		if (this.isOwnUnknown) {
			this.stale.addAll(this.calls.own(MAX_OWN));
			this.isOwnUnknown = false;
			return;
		}
		List<String> found = this.calls.stale(this.options.batch());
		this.stale.addAll(found);
		if (!found.isEmpty()) {
			this.listener.recovered(this.definition.id(), found.size());
		}
		this.nextRecovery = System.nanoTime()
				+ (this.calls.isRoundOver() ? this.options.claimAfter().toNanos() / 2 : 0);
	}

	private void handleStale(Progress progress) throws Exception {
		while (!this.stale.isEmpty() && !progress.isStopping()) {
			take(this.stale.getFirst());
			this.stale.removeFirst();
		}
	}

	private void handleRetries(Progress progress) throws Exception {
		long now = System.nanoTime();
		List<Retry> due = new ArrayList<>();
		while (!this.retries.isEmpty() && this.retries.element().due() - now <= 0) {
			due.add(this.retries.remove());
		}
		this.blocked = 0;
		for (Retry retry : due) {
			if (progress.isStopping()) {
				this.retries.add(retry);
			}
			else {
				take(retry.id());
			}
		}
	}

	private void take(String id) throws Exception {
		Delivery delivery = this.calls.take(id);
		if (delivery != null) {
			handle(delivery);
		}
	}

	private void handleFresh(Progress progress) throws Exception {
		while (!this.fresh.isEmpty() && !progress.isStopping()) {
			Delivery delivery = this.fresh.getFirst();
			boolean waited = System.nanoTime() - this.freshSince > this.options.claimAfter().toNanos() / MOMENT;
			if (!waited || this.calls.keep(delivery.id())) {
				handle(delivery);
			}
			this.fresh.removeFirst();
		}
	}

	private void handle(Delivery delivery) throws Exception {
		boolean blocks = this.options.poison() == PoisonPolicy.BLOCK;
		// One more than counts, for the first may only have been that it was fetched.
		if (!blocks && delivery.deliveries() - 1 > this.options.maxDeliveries()) {
			bury(delivery, new IllegalStateException("It was fetched or handled " + (delivery.deliveries() - 1)
					+ " times and never acknowledged: its consumers ended before that"));
			return;
		}
		Object message;
		try {
			message = this.reader.read(delivery.message());
		}
		catch (Throwable ex) {
			failed(delivery, HandlerFailure.counted(ex), blocks);
			return;
		}
		call(delivery, message, blocks);
	}

	private void call(Delivery delivery, Object message, boolean blocks) throws Exception {
		long began = System.nanoTime();
		QueueCall call = new QueueCall(this.definition.handler(), message, delivery);
		try {
			this.definition.transaction().execute(this.group, delivery, call);
		}
		catch (Throwable ex) {
			Throwable blamed = call.blame(HandlerFailure.counted(ex));
			if (blamed == null) {
				uncount(delivery, ex);
				throw ex;
			}
			failed(delivery, blamed, blocks);
			return;
		}
		this.calls.acknowledge(delivery.id());
		this.listener.committed(this.definition.id(), 1, Duration.ofNanos(System.nanoTime() - began));
	}

	// A database that is away makes poison of no message, however long it is.
	private void uncount(Delivery delivery, Throwable error) {
		try {
			this.calls.uncount(delivery);
		}
		catch (RuntimeException ex) {
			error.addSuppressed(ex);
		}
	}

	private void failed(Delivery delivery, Throwable error, boolean blocks) throws InterruptedException {
		Progress known = this.progress;
		if (known != null && known.isStopping()) {
			throw new InterruptedException("Stopped while a message was handled");
		}
		boolean isLast = delivery.deliveries() >= this.options.maxDeliveries()
				|| error instanceof MalformedMessageException;
		if (isLast && !blocks) {
			bury(delivery, error);
			return;
		}
		again(delivery, error, isLast ? Phase.BLOCKED : Phase.RETRYING);
	}

	private void again(Delivery delivery, Throwable error, Phase phase) {
		this.blocked += (phase == Phase.BLOCKED) ? 1 : 0;
		if (this.progress != null) {
			this.progress.trouble((this.blocked > 0) ? Phase.BLOCKED : phase, error);
		}
		this.listener.failed(this.definition.id(), error);
		this.retries.add(new Retry(delivery.id(), System.nanoTime() + this.backoff.nanos(delivery.deliveries())));
	}

	private void bury(Delivery delivery, Throwable error) {
		try {
			if (this.calls.bury(delivery, error, this.codec)) {
				this.listener.deadLettered(this.definition.id(), error);
			}
		}
		catch (CommitRefusedException ex) {
			again(delivery, ex, Phase.BLOCKED);
		}
	}

	@Override
	public void reset() {
		this.stale.clear();
		this.fresh.clear();
		this.retries.clear();
		this.nextRecovery = System.nanoTime();
		this.isOwnUnknown = true;
		this.calls.reset();
	}

	@Override
	public void end() {
		this.calls.leave();
	}

	private record Retry(String id, long due) {

	}

}
