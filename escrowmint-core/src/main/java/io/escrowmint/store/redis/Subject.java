package io.escrowmint.store.redis;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Charge;
import io.escrowmint.model.CommitResult.Committed;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal is about, and how a script's refusal becomes one: the script answers
 * figures, the names are known here.
 *
 * @param wallet the wallet
 * @param lease whether the id is a lease's
 * @param id key, reservation or lease
 * @param requested the amount
 * @param owner the owner of a lease
 * @param charge the charge that is refunded
 * @param httpKey the HTTP key that is claimed
 */
record Subject(String wallet, boolean lease, String id, long requested, String owner, @Nullable Charge charge,
		String httpKey) {

	static Subject of(String wallet, @Nullable String id, long requested) {
		return new Subject(wallet, false, (id != null) ? id : "", requested, "", null, "");
	}

	static Subject ofLease(String wallet, String id, long requested, String owner) {
		return new Subject(wallet, true, id, requested, owner, null, "");
	}

	Subject charge(@Nullable Charge charge) {
		return new Subject(this.wallet, this.lease, this.id, this.requested, this.owner, charge, this.httpKey);
	}

	Subject httpKey(String httpKey) {
		return new Subject(this.wallet, this.lease, this.id, this.requested, this.owner, this.charge, httpKey);
	}

	Refusal refusal(Reply reply) {
		return switch (reply.code()) {
			case 'I' -> new Refusal.InsufficientCredits(this.wallet, reply.number(2), reply.number(1), reply.number(3),
					reply.number(4), reply.timeOrNull(5));
			case 'C' -> new Refusal.IdempotencyConflict(this.wallet, this.id, reply.number(2));
			case 'L' -> new Refusal.WalletLimit(this.wallet, this.requested, reply.number(2));
			case 'X' -> new Refusal.RefundExceeded(this.wallet, this.requested, reply.number(2));
			case 'U' -> new Refusal.ChargeNotFound(this.wallet, namedCharge());
			case 'O' -> new Refusal.OverrunRejected(this.wallet, this.id, reply.number(2), reply.number(3),
					reply.number(1), reply.number(4));
			case 'D' -> new Refusal.ReservationCommitted(this.wallet, this.id, first(reply));
			case 'K' -> new Refusal.CommitConflict(this.wallet, this.id, reply.number(7), first(reply));
			case 'Z' -> new Refusal.ReservationCanceled(this.wallet, this.id, reply.number(2));
			case 'F' -> new Refusal.HttpKeyInFlight(this.wallet, this.httpKey, reply.time(2));
			case 'G' -> new Refusal.HttpKeyReused(this.wallet, this.httpKey);
			case 'H' -> new Refusal.HttpKeyAnswered(this.wallet, this.httpKey, response(reply));
			default -> this.lease ? leaseRefusal(reply) : reservationRefusal(reply);
		};
	}

	private Refusal reservationRefusal(Reply reply) {
		return switch (reply.code()) {
			case 'N' -> new Refusal.ReservationNotFound(this.wallet, this.id);
			case 'E' -> new Refusal.ReservationExpired(this.wallet, this.id, reply.number(2));
			default -> throw unexpected(reply);
		};
	}

	private Refusal leaseRefusal(Reply reply) {
		return switch (reply.code()) {
			case 'N' -> new Refusal.LeaseNotFound(this.wallet, this.id);
			case 'E' -> new Refusal.LeaseExpired(this.wallet, this.id);
			case 'R' -> new Refusal.LeaseReleased(this.wallet, this.id);
			case 'W' -> new Refusal.LeaseOwnerMismatch(this.wallet, this.id, this.owner);
			case 'S' -> new Refusal.LeaseExhausted(this.wallet, this.id, this.requested, reply.number(2));
			default -> throw unexpected(reply);
		};
	}

	private Charge namedCharge() {
		if (this.charge == null) {
			throw new IllegalStateException("A refund without an original cannot miss it");
		}
		return this.charge;
	}

	private Committed first(Reply reply) {
		return new Committed(this.wallet, this.id, reply.number(2), reply.number(3), reply.number(4), reply.number(5),
				reply.flag(6), true);
	}

	private static @Nullable Bytes response(Reply reply) {
		byte[] response = reply.bytes(1);
		return (response != null) ? Bytes.of(response) : null;
	}

	private static IllegalStateException unexpected(Reply reply) {
		return new IllegalStateException("Unexpected answer of a script: " + reply.line());
	}

}
