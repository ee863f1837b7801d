package io.escrowmint.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events of one wallet, one after the other, with figures that follow.
 */
public final class EventChain {

	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final String wallet;

	private long epoch = START.toEpochMilli();

	private long seq;

	private long granted;

	public EventChain(String wallet) {
		this.wallet = wallet;
	}

	public String wallet() {
		return this.wallet;
	}

	public WalletEvent created() {
		return next(EventType.CREATED, 0, null, null);
	}

	public WalletEvent toppedUp(long amount) {
		return toppedUp(amount, null, null);
	}

	public WalletEvent toppedUp(long amount, @Nullable String key, @Nullable String note) {
		return next(EventType.TOPPED_UP, amount, key, note);
	}

	/** The first event of a new life with the figures of the old. */
	public WalletEvent rebuilt(WalletEvent.Claim... open) {
		this.epoch++;
		this.seq = 0;
		return LedgerEntry.withOpen(next(EventType.REBUILT, 0, null, null), List.of(open));
	}

	public WalletEvent snapshot(WalletEvent.Claim... open) {
		return LedgerEntry.withOpen(next(EventType.SNAPSHOT, 0, null, null), List.of(open));
	}

	/** Goes on as if events had happened that nobody wrote. */
	public EventChain skip(int events, long amount) {
		this.seq += events;
		this.granted += amount;
		return this;
	}

	/** Goes back, as a store that forgot its last events. */
	public EventChain back(int events, long amount) {
		return skip(-events, -amount);
	}

	public static EventFrame frame(long position, WalletEvent... events) {
		return new EventFrame(position + "-0", List.of(events));
	}

	/** A frame for each event, at positions that follow each other. */
	public static List<EventFrame> frames(long first, List<WalletEvent> events) {
		List<EventFrame> frames = new ArrayList<>();
		events.forEach((event) -> frames.add(frame(first + frames.size(), event)));
		return frames;
	}

	private WalletEvent next(EventType type, long amount, @Nullable String key, @Nullable String note) {
		this.seq++;
		this.granted += amount;
		return new WalletEvent(this.wallet, this.epoch, this.seq, type, START.plusMillis(this.seq),
				new Figures(amount, 0, 0, 0, amount, 0), new Figures(this.granted, 0, 0, 0, this.granted, 0), key,
				key != null, null, null, null, null, false, null, null, note, List.of());
	}

}
