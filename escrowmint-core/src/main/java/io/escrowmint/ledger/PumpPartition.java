package io.escrowmint.ledger;

import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * What the pump knows of one partition. A partition is hosted by whichever process landed
 * it last; the others only look whether it still does. For the pump's thread, except
 * where volatile.
 */
final class PumpPartition {

	/** Frames that are read while nothing is known of their size. */
	private static final int FEW = 64;

	private static final int MANY = 2048;

	/** Until one frame is left of {@link #MANY}. */
	private static final int HALVINGS = 11;

	final int number;

	private final PumpOptions options;

	private long fence = -1;

	private String landed = LedgerPosition.BEGINNING;

	/** Where to read on, unknown after anything unexpected. */
	private @Nullable String cursor;

	/** How often the cursor was given up: what was asked before then counts no more. */
	private int turn;

	private double eventsPerFrame = 1;

	/** One frame at a time, to get as near as possible to what cannot be landed. */
	private boolean narrow;

	/** How often what is read at once was halved: a smaller landing may be in time. */
	private int halved;

	private long due = System.nanoTime();

	private long pause;

	private volatile boolean hosted = true;

	private volatile boolean blocked;

	/** Since when events wait, in milliseconds; 0 if none do. */
	private volatile long waitingSince;

	PumpPartition(int number, PumpOptions options) {
		this.number = number;
		this.options = options;
	}

	boolean isHosted() {
		return this.hosted;
	}

	boolean isBlocked() {
		return this.blocked;
	}

	long waitingSince() {
		return this.waitingSince;
	}

	boolean isDue(long now) {
		return nanosLeft(now) <= 0;
	}

	long nanosLeft(long now) {
		return (this.due == Long.MAX_VALUE) ? Long.MAX_VALUE : this.due - now;
	}

	long fence() {
		return this.fence;
	}

	String position() {
		return this.landed;
	}

	@Nullable String cursor() {
		return this.cursor;
	}

	int turn() {
		return this.turn;
	}

	/**
	 * Takes in what the ledger says: somebody else has landed since the last look, or
	 * nobody has. A fence that moved alone says that what was read is to be read again,
	 * by whoever landed before.
	 */
	void watch(LedgerPosition position, long now) {
		boolean first = this.fence < 0;
		boolean moved = this.fence != position.fence();
		boolean landed = !this.landed.equals(position.position());
		this.fence = position.fence();
		this.landed = position.position();
		if (moved) {
			forget();
		}
		if (moved && landed && !first) {
			leave();
		}
		else if (!this.hosted) {
			this.due = now;
		}
	}

	/**
	 * Takes in what the store says. A store that lost its last writes knows an older
	 * acknowledgment than the ledger has landed; what came since may have any position
	 * after that.
	 * @param acknowledged what the store remembers
	 * @param stood how far it had landed when the store was asked
	 */
	void synchronize(String acknowledged, String stood) {
		boolean behind = LedgerPosition.compare(acknowledged, stood) < 0;
		if (this.cursor == null || behind) {
			this.cursor = behind ? acknowledged : this.landed;
		}
	}

	void lost() {
		forget();
	}

	int limit(int events) {
		if (this.narrow) {
			return 1;
		}
		int frames = (int) Math.max(1, Math.min(MANY, Math.max(FEW, events) / this.eventsPerFrame));
		return Math.max(1, frames >> this.halved);
	}

	void read(Landing landing, long oldest) {
		double size = (double) landing.events() / landing.frames().size();
		this.eventsPerFrame += (Math.max(1, size) - this.eventsPerFrame) / 4;
		this.waitingSince = oldest;
	}

	void readNothing(long now) {
		this.waitingSince = 0;
		this.blocked = false;
		this.narrow = false;
		if (!this.hosted) {
			leave();
			return;
		}
		this.pause = Math.min(this.options.maxPollInterval().toMillis(),
				Math.max(this.options.pollInterval().toMillis(), 2 * this.pause));
		later(now, this.pause);
	}

	/**
	 * Takes in that a landing was committed. The time until the next look counts from the
	 * last, so that whoever is busy does not rest.
	 * @param full whether there are probably more frames
	 * @param asked when the store was asked for what has landed
	 */
	void landed(LedgerPosition position, boolean full, long asked) {
		this.fence = position.fence();
		this.landed = position.position();
		this.cursor = position.position();
		this.hosted = true;
		this.blocked = false;
		this.narrow = this.narrow && full;
		this.halved = Math.max(0, this.halved - 1);
		this.waitingSince = 0;
		this.pause = 0;
		this.due = full ? asked : asked + this.options.pollInterval().toNanos();
	}

	/** Another process lands this partition: it is read again when that one stops. */
	void leave() {
		this.hosted = false;
		this.blocked = false;
		this.waitingSince = 0;
		forget();
		this.due = Long.MAX_VALUE;
	}

	/** Something about the frames themselves is wrong. */
	void refused(long now) {
		this.blocked = this.narrow;
		this.narrow = true;
		failed(now);
	}

	/**
	 * Takes in that a landing failed for whatever reason, its size perhaps. Each that
	 * fails halves the next, each that is committed doubles it.
	 */
	void failedToLand(long now) {
		this.halved = Math.min(HALVINGS, this.halved + 1);
		failed(now);
	}

	void failed(long now) {
		if (this.waitingSince == 0) {
			this.waitingSince = System.currentTimeMillis();
		}
		forget();
		this.pause = Math.min(this.options.backoffMax().toMillis(),
				Math.max(this.options.backoffMin().toMillis(), 2 * this.pause));
		later(now, this.pause);
	}

	private void forget() {
		this.cursor = null;
		this.turn++;
	}

	private void later(long now, long millis) {
		double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
		this.due = now + (long) (millis * jitter * 1_000_000);
	}

}
