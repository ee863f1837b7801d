package io.escrowmint.store.memory;

import java.time.Instant;
import java.util.List;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Trace;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event says beside the figures, put together part by part.
 */
final class Fact {

	private final EventType type;

	private @Nullable OperationId id;

	private @Nullable String owner;

	private @Nullable Instant expiresAt;

	private @Nullable Long asked;

	private @Nullable Long charged;

	private boolean late;

	private @Nullable Charge original;

	private Trace trace = Trace.NONE;

	private List<WalletEvent.Claim> open = List.of();

	private Fact(EventType type) {
		this.type = type;
	}

	static Fact of(EventType type) {
		return new Fact(type);
	}

	static Fact of(EventType type, Lease lease) {
		return of(type).id(lease.id()).owner(lease.owner());
	}

	/**
	 * Returns all that tells a new lease, so that it can be told from its events alone.
	 * @param lease the lease
	 * @return the fact
	 */
	static Fact granted(Lease lease) {
		Fact fact = of(EventType.LEASE_GRANTED, lease).expiresAt(lease.expiresAt()).asked(lease.requested());
		return (lease.policy() == LeaseExpiry.BURN) ? fact.charged(lease.granted()) : fact;
	}

	/**
	 * Returns all that a wallet is.
	 * @param open its open claims
	 * @param rebuilt whether this life of the wallet began as a rebuild
	 * @return the fact
	 */
	static Fact snapshot(List<WalletEvent.Claim> open, boolean rebuilt) {
		return of(EventType.SNAPSHOT).open(open).trace(rebuilt ? new Trace(null, WalletEvent.REBUILT) : Trace.NONE);
	}

	Fact id(@Nullable OperationId id) {
		this.id = id;
		return this;
	}

	private Fact owner(String owner) {
		this.owner = owner;
		return this;
	}

	Fact expiresAt(Instant expiresAt) {
		this.expiresAt = expiresAt;
		return this;
	}

	Fact asked(long asked) {
		this.asked = asked;
		return this;
	}

	Fact charged(long charged) {
		this.charged = charged;
		return this;
	}

	Fact late(boolean late) {
		this.late = late;
		return this;
	}

	Fact original(@Nullable Charge original) {
		this.original = original;
		return this;
	}

	Fact trace(Trace trace) {
		this.trace = trace;
		return this;
	}

	Fact open(List<WalletEvent.Claim> open) {
		this.open = open;
		return this;
	}

	/**
	 * Returns the event.
	 * @param wallet the wallet, with the event's number and time in place
	 * @param before its figures before the change
	 * @return the event
	 */
	WalletEvent toEvent(MemoryWallet wallet, Figures before) {
		return new WalletEvent(wallet.name, wallet.epoch, wallet.seq, this.type, Instant.ofEpochMilli(wallet.changedAt),
				Change.between(before, wallet.figures), wallet.figures, (this.id != null) ? this.id.value() : null,
				this.id != null && this.id.isCallerNamed(), this.owner, this.expiresAt, this.asked, this.charged,
				this.late, this.original, this.trace.requestId(), this.trace.note(), this.open);
	}

}
