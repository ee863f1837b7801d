package io.escrowmint.contract;

import java.time.Instant;
import java.util.List;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * Builds an event of a wallet that was created at the start.
 */
final class ExpectedEvent {

	private final String wallet;

	private final long seq;

	private final EventType type;

	private final Instant time;

	private final Figures change;

	private final Figures after;

	private @Nullable String id;

	private boolean callerNamed;

	private @Nullable String owner;

	private @Nullable Instant expiresAt;

	private @Nullable Long asked;

	private @Nullable Charge original;

	private @Nullable String requestId;

	private @Nullable String note;

	ExpectedEvent(String wallet, long seq, EventType type, Instant time, Figures change, Figures after) {
		this.wallet = wallet;
		this.seq = seq;
		this.type = type;
		this.time = time;
		this.change = change;
		this.after = after;
	}

	ExpectedEvent id(String id, boolean callerNamed) {
		this.id = id;
		this.callerNamed = callerNamed;
		return this;
	}

	ExpectedEvent owner(String owner) {
		this.owner = owner;
		return this;
	}

	ExpectedEvent expiresAt(Instant expiresAt) {
		this.expiresAt = expiresAt;
		return this;
	}

	ExpectedEvent asked(long asked) {
		this.asked = asked;
		return this;
	}

	ExpectedEvent original(Charge original) {
		this.original = original;
		return this;
	}

	ExpectedEvent requestId(String requestId) {
		this.requestId = requestId;
		return this;
	}

	ExpectedEvent note(String note) {
		this.note = note;
		return this;
	}

	WalletEvent build() {
		return new WalletEvent(this.wallet, Engine.START.toEpochMilli(), this.seq, this.type, this.time, this.change,
				this.after, this.id, this.callerNamed, this.owner, this.expiresAt, this.asked, null, false,
				this.original, this.requestId, this.note, List.of());
	}

}
