package io.escrowmint.store.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.escrowmint.model.Command;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * One visit to one wallet, under the lock of its partition: the only way to change it.
 * Its events are collected here and written together.
 */
final class Touch {

	final MemoryWallet wallet;

	final Records records;

	/** The time of the store in ms, by which receipts are remembered. */
	final long clock;

	/** The time of the wallet in ms, which never steps back. */
	final long now;

	private final boolean logging;

	/** Whether somebody who reads events was not told of the wallet. */
	private boolean untold;

	private final List<WalletEvent> events = new ArrayList<>();

	private int reclaimed;

	Touch(MemoryWallet wallet, Records records, long clock, OptionalLong since) {
		this.wallet = wallet;
		this.records = records;
		this.clock = clock;
		long came = since.orElse(PartitionLog.NEVER);
		long now = Math.max(clock, wallet.changedAt);
		// what changes when a reader comes is later
		this.now = (now == came) ? now + 1 : now;
		this.logging = since.isPresent();
		this.untold = wallet.exists
				&& (wallet.writtenSeq != wallet.seq || (wallet.changedAt <= came && came < this.now));
	}

	String name() {
		return this.wallet.name;
	}

	Figures figures() {
		return this.wallet.figures;
	}

	long available() {
		return figures().available();
	}

	/**
	 * Returns how much more the wallet can be granted or owe.
	 * @return credits
	 */
	long headroom() {
		return Limits.MAX_CREDITS - figures().granted() - figures().debt();
	}

	/**
	 * Brings the wallet into being.
	 */
	void create() {
		this.wallet.exists = true;
		this.wallet.epoch = this.now;
		this.wallet.rebuilt = false;
		write(Change.of(Figures.ZERO), Fact.of(EventType.CREATED));
	}

	/**
	 * Changes the figures and writes the event. Comes before every other write of a
	 * change: it refuses what would break the conservation law, and shows a snapshot's
	 * claims as they were before.
	 * @param change the change
	 * @param fact what the event says
	 * @throws CorruptStateException if the law would break; nothing is written
	 */
	void write(Change change, Fact fact) {
		Figures after = change.after();
		if (!after.isLawful()) {
			throw new CorruptStateException(name(), "the next figures would break the conservation law: " + after);
		}
		if (this.logging && this.untold) {
			this.untold = false;
			List<WalletEvent.Claim> open = this.wallet.openClaims();
			append(figures(), Fact.snapshot(open, this.wallet.rebuilt));
		}
		append(after, fact);
	}

	private void append(Figures after, Fact fact) {
		Figures before = figures();
		this.wallet.seq++;
		this.wallet.changedAt = this.now;
		this.wallet.figures = after;
		if (this.logging) {
			this.wallet.writtenSeq = this.wallet.seq;
			this.events.add(fact.toEvent(this.wallet, before));
		}
	}

	/**
	 * Returns an open hold. One that has expired is reclaimed first.
	 * @param id the reservation
	 * @return the hold, {@code null} if there is none
	 */
	@Nullable Hold openHold(String id) {
		Hold hold = this.wallet.holds.find(id);
		if (hold != null && hold.isExpired(this.now)) {
			Reclaim.of(this, hold);
			return null;
		}
		return hold;
	}

	/**
	 * Returns a live lease. One that has expired is reclaimed first.
	 * @param id the lease
	 * @return the lease, {@code null} if there is none
	 */
	@Nullable Lease liveLease(String id) {
		Lease lease = this.wallet.leases.find(id);
		if (lease != null && lease.isExpired(this.now)) {
			Reclaim.of(this, lease);
			return null;
		}
		return lease;
	}

	/**
	 * Tells whether something expired is left, so that a refusal would be premature.
	 * @return whether the call has to be repeated if it refuses
	 */
	boolean hasExpired() {
		Claim earliest = this.wallet.earliest();
		return earliest != null && earliest.isExpired(this.now);
	}

	<R extends Outcome> R refuse(Command<R> command, Refusal reason) {
		return command.refused(reason, available());
	}

	Refusal insufficient(long requested) {
		Claim earliest = this.wallet.earliest();
		return new Refusal.InsufficientCredits(name(), requested, available(), figures().held(), figures().leased(),
				(earliest != null) ? earliest.expiresAt() : null);
	}

	void countReclaimed() {
		this.reclaimed++;
	}

	int reclaimed() {
		return this.reclaimed;
	}

	List<WalletEvent> events() {
		return this.events;
	}

}
