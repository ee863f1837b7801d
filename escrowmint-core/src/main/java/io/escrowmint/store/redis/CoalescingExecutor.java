package io.escrowmint.store.redis;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.TransportException.Kind;
import io.escrowmint.store.redis.Verb.Lane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls together and gives each its own answer. On a single server there is one
 * lane of each kind, in a cluster one for each partition. What was certainly not run is
 * tried again until its deadline; what may have been run only if it is repeatable.
 */
final class CoalescingExecutor implements AutoCloseable {

	/** Calls in a batch at most; more showed no gain. */
	static final int BATCH_LIMIT = 128;

	private static final long TICK_MILLIS = 10;

	private static final long FIRST_PAUSE_MILLIS = 2;

	private static final long LONGEST_PAUSE_MILLIS = 50;

	/**
	 * Events that are switched off again are noticed this late, which costs time alone.
	 */
	private static final long EVENTS_NANOS = 1_000_000_000;

	private static final Logger logger = LoggerFactory.getLogger(CoalescingExecutor.class);

	private final ScriptRunner runner;

	private final KeySpace keys;

	private final long timeoutNanos;

	private final long patienceNanos;

	private final Map<Lane, List<CallLane>> lanes = new EnumMap<>(Lane.class);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "escrowmint-store-timer");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Call<?>> pausing = ConcurrentHashMap.newKeySet();

	private volatile RedisStoreListener listener = RedisStoreListener.NONE;

	private volatile long eventsUntil = System.nanoTime();

	private volatile boolean closed;

	CoalescingExecutor(ScriptRunner runner, KeySpace keys, StoreOptions options) {
		this.runner = runner;
		this.keys = keys;
		this.timeoutNanos = options.timeout().toNanos();
		this.patienceNanos = options.patience().toNanos();
		int count = runner.isSingleServer() ? 1 : keys.partitions();
		for (Lane lane : Lane.values()) {
			this.lanes.put(lane, Stream.generate(this::lane).limit(count).toList());
		}
		this.timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	void listen(RedisStoreListener listener) {
		this.listener = listener;
	}

	private CallLane lane() {
		CallLane[] lane = new CallLane[1];
		lane[0] = new CallLane(BATCH_LIMIT, (batch) -> send(lane[0], batch));
		return lane[0];
	}

	<R> CompletableFuture<R> execute(Exchange<R> exchange) {
		if (this.closed) {
			return CompletableFuture.failedFuture(new StoreUnavailableException("The store is closed", null));
		}
		Call<R> call = new Call<>(exchange, this.keys.partitionOf(exchange.wallet()),
				System.nanoTime() + this.patienceNanos);
		submit(call);
		return call.future();
	}

	private void submit(Call<?> call) {
		List<CallLane> lanes = Objects.requireNonNull(this.lanes.get(call.lane()));
		lanes.get((lanes.size() == 1) ? 0 : call.partition()).submit(call);
	}

	private void send(CallLane lane, Batch batch) {
		try {
			Batch.Layout layout = batch.layout(this.keys, System.nanoTime() - this.eventsUntil < 0);
			this.listener.sent(batch.calls().size());
			this.runner.run((scripts) -> inTime(batch).script(scripts), layout.keys(), layout.args())
				.whenComplete((replies, error) -> settle(lane, batch, replies, error));
		}
		catch (TransportException ex) {
			settle(lane, batch, null, ex);
		}
		catch (RuntimeException ex) {
			settle(lane, batch, null, new TransportException(Kind.REFUSED, String.valueOf(ex), ex));
		}
		catch (Throwable ex) {
			// nobody knows how far it came
			settle(lane, batch, null, new TransportException(Kind.UNKNOWN, String.valueOf(ex), ex));
		}
	}

	/**
	 * A batch that waited for a driver's thread while all of its callers gave up is not
	 * worth a live one's time.
	 */
	private static Batch inTime(Batch batch) {
		if (batch.isOverdue(System.nanoTime())) {
			throw TransportException.overdue();
		}
		return batch;
	}

	/**
	 * Hands over the next batch before the callers of this one wake up.
	 */
	private void settle(CallLane lane, Batch batch, @Nullable List<Object> replies, @Nullable Throwable error) {
		try {
			lane.next(batch);
		}
		finally {
			settle(batch, replies, error);
		}
	}

	private void settle(Batch batch, @Nullable List<Object> replies, @Nullable Throwable error) {
		List<Call<?>> calls = batch.calls();
		if (replies == null || !batch.isAnsweredBy(replies)) {
			Throwable cause = (error != null) ? error
					: new TransportException(Kind.UNKNOWN, "the reply does not match the calls", null);
			calls.forEach((call) -> fail(call, TransportErrors.of(cause)));
			return;
		}
		for (int index = 0; index < calls.size(); index++) {
			answer(calls.get(index), batch, replies, index);
		}
	}

	private void answer(Call<?> call, Batch batch, List<Object> replies, int index) {
		try {
			answer(call, batch.reply(replies, index));
		}
		catch (Throwable ex) {
			fail(call, new TransportException(Kind.UNKNOWN, "the reply cannot be read", ex));
		}
	}

	private void answer(Call<?> call, Reply reply) {
		if (call.isDone()) {
			return;
		}
		switch (reply.code()) {
			case 'M' -> repeat(call);
			case 'T' -> {
				call.requireFullScript();
				repeat(call);
			}
			case 'Q' -> {
				this.eventsUntil = System.nanoTime() + EVENTS_NANOS;
				repeat(call);
			}
			case '!' -> refuse(call, reply);
			default -> call.answer(reply);
		}
	}

	private void refuse(Call<?> call, Reply reply) {
		if (!reply.line().startsWith("!E") || !TransportErrors.isPassingWrite(reply.rest())) {
			call.answer(reply);
			return;
		}
		if (TransportErrors.saysReplica(reply.rest())) {
			this.runner.heardOfReplica();
		}
		fail(call, new TransportException(Kind.NOT_RUN, "Redis refused to write: " + reply.rest(), null));
	}

	private void repeat(Call<?> call) {
		call.leftUndone();
		submit(call);
	}

	private void fail(Call<?> call, TransportException error) {
		int attempts = call.failedAttempt(error);
		boolean again = error.kind() == Kind.NOT_RUN || error.kind() == Kind.UNKNOWN && call.exchange().repeatable();
		if (call.isDone()) {
			return;
		}
		if (!again || this.closed) {
			call.giveUp();
			return;
		}
		long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts, 5));
		long jittered = 1 + ThreadLocalRandom.current().nextLong(pause);
		this.pausing.add(call);
		try {
			this.timer.schedule(() -> retry(call), jittered, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			retry(call);
		}
	}

	private void retry(Call<?> call) {
		this.pausing.remove(call);
		if (call.isOverdue(System.nanoTime()) || this.closed) {
			call.giveUp();
		}
		else {
			submit(call);
		}
	}

	/** An error must not end the timer: no call would ever time out again. */
	private void tick() {
		try {
			long now = System.nanoTime();
			allLanes().forEach((lane) -> lane.expire(now));
		}
		catch (Throwable ex) {
			logger.warn("Calls that have waited too long cannot be given up; the next look does it", ex);
		}
	}

	/**
	 * Stops accepting calls, gives those on their way until their timeout to end, then
	 * gives up the rest.
	 */
	@Override
	public void close() {
		this.closed = true;
		long end = System.nanoTime() + this.timeoutNanos;
		while (!isIdle() && System.nanoTime() - end < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		this.timer.shutdownNow();
		this.pausing.forEach(this::retry);
		long farFuture = System.nanoTime() + this.timeoutNanos;
		do {
			allLanes().forEach((lane) -> lane.expire(farFuture));
		}
		while (!isIdle());
	}

	private boolean isIdle() {
		return this.pausing.isEmpty() && allLanes().allMatch(CallLane::isIdle);
	}

	private Stream<CallLane> allLanes() {
		return this.lanes.values().stream().flatMap(List::stream);
	}

}
