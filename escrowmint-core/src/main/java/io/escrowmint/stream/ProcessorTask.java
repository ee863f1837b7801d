package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.escrowmint.stream.StreamStatus.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch, handles it and commits it, as long as this process owns the processor.
 * <p>
 * If a message of a batch fails, nothing of the batch remains: what lies before it is
 * handled and committed again, then it is tried alone, each time counted beforehand, so
 * that one that ends its process is counted too. The state in memory is dropped with
 * every failure and made anew from what was committed.
 */
final class ProcessorTask implements StreamTask {

	private final String container;

	private final Processing processing;

	private final StreamSource source;

	private final CommitStrategy commits;

	private final StreamListener listener;

	private final Backoff backoff;

	private final long renewNanos;

	private final long keepNanos;

	private @Nullable Claim claim;

	private @Nullable Object state;

	private boolean isStateRead;

	private long claimedAt;

	private int prefix;

	private int singles;

	private @Nullable Throwable lastError;

	private long nextReplay = System.nanoTime();

	private long nextCount = System.nanoTime();

	ProcessorTask(String container, Processing processing, StreamSource source, CommitStrategy commits,
			StreamListener listener) {
		this.container = container;
		this.processing = processing;
		this.source = source;
		this.commits = commits;
		this.listener = new QuietStreamListener(listener);
		this.backoff = Backoff.of(processing.options());
		this.renewNanos = processing.options().ownership().toNanos() / 3;
		this.keepNanos = processing.options().ownership().toNanos() / 10;
	}

	@Override
	public long step(Progress progress) throws Exception {
		Claim held = held();
		if (!held.isOwned()) {
			progress.standby();
			return this.backoff.min().toNanos()
					+ Math.min(this.renewNanos, Duration.ofMillis(held.waitMillis()).toNanos());
		}
		Replay replay = replay(held);
		if (replay != null) {
			again(held, replay, progress);
			return 0;
		}
		int limit = limit();
		List<StreamMessage> batch = this.source.read(held.position(), limit);
		progress.at(held.position().toString());
		if (batch.size() < limit) {
			progress.caughtUp();
		}
		count(held, progress);
		if (batch.isEmpty()) {
			progress.running();
			this.source.landed(held.position());
			return this.source.pause();
		}
		return (this.singles > 0) ? alone(held, batch.get(0), progress) : together(held, batch, progress);
	}

	private Claim held() {
		long now = System.nanoTime();
		Claim known = this.claim;
		if (known != null && isHeld(known, this.renewNanos)) {
			return known;
		}
		Claim fresh = this.commits.claim();
		if (fresh.isOwned()) {
			this.claim = fresh;
			this.claimedAt = now;
			this.singles = (fresh.takes() > 1) ? this.processing.options().batch() : 0;
			this.prefix = 0;
		}
		this.isStateRead = false;
		return fresh;
	}

	private boolean isHeld(Claim known, long withoutAsking) {
		long now = System.nanoTime();
		if (now - this.claimedAt < withoutAsking) {
			return true;
		}
		boolean renewed = this.commits.renew(known);
		this.claimedAt = renewed ? now : this.claimedAt;
		return renewed;
	}

	private void count(Claim held, Progress progress) {
		if (System.nanoTime() - this.nextCount >= 0) {
			progress.backlog(() -> this.source.backlog(held.position()));
			this.nextCount = System.nanoTime() + this.processing.options().lookout().toNanos();
		}
	}

	private @Nullable Replay replay(Claim held) {
		if (System.nanoTime() - this.nextReplay < 0) {
			return null;
		}
		Replay next = this.commits.replay(held);
		this.nextReplay = System.nanoTime() + ((next != null) ? 0 : this.renewNanos);
		return next;
	}

	private void again(Claim held, Replay replay, Progress progress) throws Exception {
		StreamMessage message = EventLetter.read(replay.letter(), this.processing.codec());
		try {
			commit(held, new Handling(this.processing, List.of(message), state(held), progress).again(replay,
					held.position()), progress);
		}
		catch (HandlerFailure ex) {
			buryAgain(held, replay, message, ex.error(), progress);
		}
		catch (CommitRefusedException ex) {
			buryAgain(held, replay, message, ex, progress);
		}
	}

	// A new letter says why this time; the old one goes with its commit.
	private void buryAgain(Claim held, Replay replay, StreamMessage message, Throwable error, Progress progress)
			throws Exception {
		CommitRequest request = new CommitRequest(held.position(), held.version(), held.state(), List.of(),
				List.of(this.processing.dead(message, replay.deliveries() + 1, error)), replay.id());
		this.isStateRead = false;
		if (settle(this.commits.commit(held, () -> request), () -> request, progress)) {
			this.listener.deadLettered(this.container, error);
		}
	}

	private int limit() {
		return (this.singles > 0) ? 1 : (this.prefix > 0) ? this.prefix : this.processing.options().batch();
	}

	private long together(Claim held, List<StreamMessage> batch, Progress progress) throws Exception {
		if (!isHeld(held, this.keepNanos)) {
			fenced();
			return 0;
		}
		try {
			commit(held, new Handling(this.processing, batch, state(held), progress), progress);
			if (this.prefix > 0) {
				this.prefix = 0;
				this.singles = 1;
			}
		}
		catch (HandlerFailure ex) {
			this.prefix = ex.index();
			this.singles = (ex.index() == 0) ? 1 : 0;
			trouble(Phase.RETRYING, ex.error(), progress);
		}
		catch (CommitRefusedException ex) {
			this.prefix = 0;
			this.singles = batch.size();
			trouble(Phase.RETRYING, ex, progress);
		}
		return 0;
	}

	private long alone(Claim held, StreamMessage message, Progress progress) throws Exception {
		int tries = this.commits.attempt(held, message.position());
		if (tries == 0) {
			fenced();
			return 0;
		}
		boolean blocks = this.processing.options().poison() == PoisonPolicy.BLOCK;
		int most = this.processing.options().maxDeliveries();
		if (blocks || tries <= most) {
			try {
				commit(held, new Handling(this.processing, List.of(message), state(held), progress), progress);
				this.singles--;
				return 0;
			}
			catch (HandlerFailure ex) {
				this.lastError = ex.error();
			}
			catch (CommitRefusedException ex) {
				this.lastError = ex;
			}
		}
		Throwable error = (this.lastError != null) ? this.lastError
				: new IllegalStateException("The process ended while it handled the message");
		if (blocks || tries < most) {
			trouble((tries < most) ? Phase.RETRYING : Phase.BLOCKED, error, progress);
			return this.backoff.nanos(tries);
		}
		return bury(held, message, tries, error, progress);
	}

	private long bury(Claim held, StreamMessage message, int tries, Throwable error, Progress progress)
			throws Exception {
		CommitRequest request = new CommitRequest(message.position(), held.version(), held.state(), List.of(),
				List.of(this.processing.dead(message, tries, error)), null);
		this.isStateRead = false;
		try {
			if (settle(this.commits.commit(held, () -> request), () -> request, progress)) {
				this.listener.deadLettered(this.container, error);
				this.singles--;
				this.lastError = null;
			}
			return 0;
		}
		catch (CommitRefusedException ex) {
			trouble(Phase.BLOCKED, ex, progress);
			return this.backoff.nanos(tries);
		}
	}

	private void commit(Claim held, Handling handling, Progress progress) throws Exception {
		long began = System.nanoTime();
		this.isStateRead = false;
		CommitResult result = this.commits.commit(held, handling::handle);
		if (settle(result, handling::request, progress)) {
			this.state = handling.state();
			this.isStateRead = true;
			this.listener.committed(this.container, handling.handled(), Duration.ofNanos(System.nanoTime() - began));
			handling.causes().forEach((cause) -> this.listener.deadLettered(this.container, cause));
		}
	}

	private boolean settle(CommitResult result, Supplier<CommitRequest> committed, Progress progress) {
		Claim held = this.claim;
		if (result != CommitResult.COMMITTED || held == null) {
			fenced();
			return false;
		}
		CommitRequest request = committed.get();
		this.claim = held.after(request);
		this.lastError = null;
		this.claimedAt = System.nanoTime();
		progress.running();
		progress.at(request.position().toString());
		this.source.landed(request.position());
		return true;
	}

	private void fenced() {
		this.claim = null;
		this.listener.fenced(this.container);
	}

	private void trouble(Phase phase, Throwable error, Progress progress) {
		progress.trouble(phase, error);
		this.isStateRead = false;
		this.listener.failed(this.container, error);
	}

	private @Nullable Object state(Claim held) {
		if (!this.isStateRead) {
			this.state = read(held);
		}
		return this.state;
	}

	// Another instance may be able to, and is to have its chance.
	private @Nullable Object read(Claim held) {
		try {
			return this.processing.definition().state().read(this.processing.codec(), held.version(), held.state());
		}
		catch (RuntimeException | Error ex) {
			this.claim = null;
			UnreadableStateException unreadable = new UnreadableStateException(this.container,
					this.processing.options().ownership(), ex);
			try {
				this.commits.release(held);
			}
			catch (RuntimeException unreleased) {
				unreadable.addSuppressed(unreleased);
			}
			throw unreadable;
		}
	}

	@Override
	public void reset() {
		this.claim = null;
		this.commits.reset();
		this.source.reset();
	}

	@Override
	public void end() {
		if (this.claim != null) {
			this.commits.release(this.claim);
		}
	}

}
