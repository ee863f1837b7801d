package io.escrowmint.ledger;

import io.escrowmint.model.Charge;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletReceipt;
import io.escrowmint.store.WalletReceipt.Verb;
import org.jspecify.annotations.Nullable;

/**
 * The receipts that follow from events.
 */
final class Receipts {

	private Receipts() {
	}

	/**
	 * Returns the receipt of what was done under an operation key.
	 * @param event the event
	 * @param unspent what the lease had left, 0 without a lease
	 * @return the receipt, {@code null} if there was no key
	 */
	static WalletReceipt.@Nullable Operation operation(WalletEvent event, long unspent) {
		String key = keyOf(event);
		Verb verb = verbOf(event);
		if (key == null || verb == null) {
			return null;
		}
		boolean lease = verb == Verb.CONSUME_LEASE;
		return new WalletReceipt.Operation(key, lease || event.callerNamed(), event.time(), verb, amount(event, verb),
				(verb == Verb.REFUND) ? event.original() : null, lease ? event.id() : null,
				lease ? event.owner() : null, event.after().available(), event.after().debt(), unspent, 0);
	}

	private static @Nullable String keyOf(WalletEvent event) {
		return switch (event.type()) {
			case TOPPED_UP, WITHDRAWN, CONSUMED, REFUNDED -> event.id();
			case LEASE_CONSUMED -> (event.original() instanceof Charge.OfConsume consume) ? consume.key() : null;
			default -> null;
		};
	}

	private static @Nullable Verb verbOf(WalletEvent event) {
		return switch (event.type()) {
			case TOPPED_UP -> Verb.TOP_UP;
			case WITHDRAWN -> Verb.WITHDRAW;
			case CONSUMED -> Verb.CONSUME;
			case REFUNDED -> Verb.REFUND;
			case LEASE_CONSUMED -> Verb.CONSUME_LEASE;
			default -> null;
		};
	}

	private static long amount(WalletEvent event, Verb verb) {
		return switch (verb) {
			case TOP_UP -> event.change().granted();
			case WITHDRAW -> -event.change().granted();
			case REFUND -> -event.change().spent();
			case CONSUME, CONSUME_LEASE -> event.change().spent();
		};
	}

	static WalletReceipt.Reservation finished(WalletEvent event, ReservationView.Status status, long amount) {
		return new WalletReceipt.Reservation(FoldedWallet.id(event), event.callerNamed(), event.time(), status, amount,
				0, 0, 0, 0, false, 0);
	}

	static WalletReceipt.Reservation committed(WalletEvent event, long amount) {
		return new WalletReceipt.Reservation(FoldedWallet.id(event), event.callerNamed(), event.time(),
				ReservationView.Status.COMMITTED, amount, orZero(event.asked()), orZero(event.charged()),
				event.after().available(), event.after().debt(), event.late(), 0);
	}

	static WalletReceipt.Lease finished(WalletEvent event, LeaseView.Status status, OpenClaim.Lease lease) {
		return new WalletReceipt.Lease(lease.id(), lease.callerNamed(), event.time(), status, lease.owner(),
				lease.requested(), lease.granted(), lease.consumed(), lease.reported(), lease.expiry());
	}

	static WalletReceipt.Lease reported(WalletReceipt.Lease lease, long total) {
		return new WalletReceipt.Lease(lease.id(), lease.callerNamed(), lease.time(), lease.status(), lease.owner(),
				lease.requested(), lease.granted(), lease.consumed(), total, lease.expiry());
	}

	static WalletReceipt.Operation refunded(WalletReceipt.Operation known, long amount) {
		if (known.verb() != Verb.CONSUME) {
			return known;
		}
		return new WalletReceipt.Operation(known.id(), known.callerNamed(), known.time(), known.verb(), known.amount(),
				known.original(), known.lease(), known.owner(), known.available(), known.debt(), known.unspent(),
				known.refunded() + amount);
	}

	static WalletReceipt.Reservation refunded(WalletReceipt.Reservation known, long amount) {
		return new WalletReceipt.Reservation(known.id(), known.callerNamed(), known.time(), known.status(),
				known.amount(), known.asked(), known.charged(), known.available(), known.debt(), known.late(),
				known.refunded() + amount);
	}

	static OpenClaim.Hold hold(WalletEvent event) {
		return new OpenClaim.Hold(FoldedWallet.id(event), event.callerNamed(), event.change().held(),
				FoldedWallet.time(event), null);
	}

	static OpenClaim.Lease lease(WalletEvent event) {
		long granted = event.change().leased();
		Long asked = event.asked();
		return new OpenClaim.Lease(FoldedWallet.id(event), event.callerNamed(), String.valueOf(event.owner()),
				(asked != null) ? asked : granted, granted, 0, 0,
				(event.charged() != null) ? LeaseExpiry.BURN : LeaseExpiry.RETURN, FoldedWallet.time(event));
	}

	static long orZero(@Nullable Long number) {
		return (number != null) ? number : 0;
	}

}
