package io.escrowmint.store.redis;

import io.escrowmint.model.Charge;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.ReservationView;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletReceipt;

/**
 * Claims and receipts as {@code claims.lua}, {@code operation.lua},
 * {@code reservation-record.lua} and {@code lease-record.lua} keep them.
 */
final class PackedRecords {

	private PackedRecords() {
	}

	static byte[] of(OpenClaim claim) {
		if (claim instanceof OpenClaim.Hold hold) {
			return hold(hold);
		}
		OpenClaim.Lease lease = (OpenClaim.Lease) claim;
		long flags = (lease.callerNamed() ? 1 : 0) + ((lease.expiry() == LeaseExpiry.BURN) ? 2 : 0);
		return new PackedWriter().array(7)
			.number(flags)
			.number(lease.granted())
			.number(lease.expiresAt().toEpochMilli())
			.number(lease.requested())
			.text(KeySpace.utf8(lease.owner()))
			.number(lease.consumed())
			.number(lease.reported())
			.bytes();
	}

	private static byte[] hold(OpenClaim.Hold hold) {
		HttpClaim http = hold.http();
		PackedWriter writer = new PackedWriter().array((http != null) ? 5 : 3)
			.number(hold.callerNamed() ? 1 : 0)
			.number(hold.amount())
			.number(hold.expiresAt().toEpochMilli());
		if (http != null) {
			writer.text(KeySpace.utf8(http.key())).text(http.fingerprint().toArray());
		}
		return writer.bytes();
	}

	/**
	 * Returns the namespace of a receipt.
	 */
	static char space(WalletReceipt receipt) {
		if (receipt instanceof WalletReceipt.Operation) {
			return 'o';
		}
		return (receipt instanceof WalletReceipt.Reservation) ? 'r' : 'l';
	}

	static byte[] of(WalletReceipt receipt) {
		if (receipt instanceof WalletReceipt.Operation operation) {
			return operation(operation);
		}
		if (receipt instanceof WalletReceipt.Reservation reservation) {
			return reservation(reservation);
		}
		return lease((WalletReceipt.Lease) receipt);
	}

	private static byte[] operation(WalletReceipt.Operation operation) {
		return new PackedWriter().array(6)
			.number(operation.verb().ordinal() + 1)
			.number(operation.amount())
			.number(operation.available())
			.number(second(operation))
			.text(KeySpace.utf8(fingerprint(operation)))
			.number(operation.refunded())
			.bytes();
	}

	private static long second(WalletReceipt.Operation operation) {
		return switch (operation.verb()) {
			case TOP_UP, REFUND -> operation.debt();
			case CONSUME_LEASE -> operation.unspent();
			case CONSUME, WITHDRAW -> 0;
		};
	}

	private static String fingerprint(WalletReceipt.Operation operation) {
		if (operation.verb() == WalletReceipt.Verb.CONSUME_LEASE) {
			int length = KeySpace.utf8(String.valueOf(operation.lease())).length;
			return length + ":" + operation.lease() + operation.owner();
		}
		Charge charge = operation.original();
		if (charge instanceof Charge.OfConsume consume) {
			return "c" + consume.key();
		}
		return (charge instanceof Charge.OfReservation reservation) ? "r" + reservation.id() : "";
	}

	private static byte[] reservation(WalletReceipt.Reservation reservation) {
		if (reservation.status() != ReservationView.Status.COMMITTED) {
			boolean canceled = reservation.status() == ReservationView.Status.CANCELED;
			return new PackedWriter().array(2).number(canceled ? 2 : 3).number(reservation.amount()).bytes();
		}
		return new PackedWriter().array(8)
			.number(1)
			.number(reservation.amount())
			.number(reservation.asked())
			.number(reservation.charged())
			.number(reservation.available())
			.number(reservation.debt())
			.number(reservation.late() ? 1 : 0)
			.number(reservation.refunded())
			.bytes();
	}

	private static byte[] lease(WalletReceipt.Lease lease) {
		return new PackedWriter().array(7)
			.number((lease.status() == LeaseView.Status.RELEASED) ? 1 : 2)
			.text(KeySpace.utf8(lease.owner()))
			.number(lease.granted())
			.number(lease.requested())
			.number((lease.expiry() == LeaseExpiry.BURN) ? 1 : 0)
			.number(lease.consumed())
			.number(lease.reported())
			.bytes();
	}

}
