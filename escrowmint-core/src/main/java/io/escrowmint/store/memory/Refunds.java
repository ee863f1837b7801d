package io.escrowmint.store.memory;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refund;
import io.escrowmint.model.RefundResult;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.store.memory.OperationReceipt.Request;
import io.escrowmint.store.memory.OperationReceipt.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Spent credits that come back, never more than were charged.
 */
final class Refunds {

	private Refunds() {
	}

	static RefundResult refund(Touch touch, Refund command) {
		Request request = new Request(Verb.REFUND, command.amount(), command.original(), null, null, false);
		return Keyed.apply(touch, command, command.key(), request, (first) -> new RefundResult.Refunded(touch.name(),
				command.amount(), first.available(), first.debt(), true), () -> apply(touch, command, request));
	}

	private static RefundResult apply(Touch touch, Refund command, Request request) {
		Charge original = command.original();
		Original charge = find(touch, original);
		if (original != null && charge == null) {
			return touch.refuse(command, new Refusal.ChargeNotFound(touch.name(), original));
		}
		long spent = touch.figures().spent();
		long refundable = (charge != null) ? Math.min(charge.left(), spent) : spent;
		if (command.amount() > refundable) {
			return touch.refuse(command, new Refusal.RefundExceeded(touch.name(), command.amount(), refundable));
		}
		touch.write(Change.of(touch.figures()).spend(-command.amount()).inflow(command.amount()),
				Fact.of(EventType.REFUNDED).id(command.key()).original(original).trace(command.trace()));
		if (charge != null) {
			charge.book(touch, command.amount());
		}
		Keyed.remember(touch, command.key(), request, 0);
		return new RefundResult.Refunded(touch.name(), command.amount(), touch.available(), touch.figures().debt(),
				false);
	}

	private static @Nullable Original find(Touch touch, @Nullable Charge original) {
		if (original instanceof Charge.OfConsume consume) {
			OperationReceipt receipt = touch.records.operations.find(touch.name(), OperationId.of(consume.key()),
					touch.clock);
			return (receipt != null && receipt.request().verb() == Verb.CONSUME) ? new Consumed(consume.key(), receipt)
					: null;
		}
		if (original instanceof Charge.OfReservation reservation) {
			ReservationReceipt receipt = touch.records.reservations.find(touch.name(), OperationId.of(reservation.id()),
					touch.clock);
			return (receipt != null && receipt.status() == ReservationView.Status.COMMITTED)
					? new Committed(reservation.id(), receipt) : null;
		}
		return null;
	}

	/** A charge that can be refunded. */
	private interface Original {

		long left();

		void book(Touch touch, long amount);

	}

	private record Consumed(String key, OperationReceipt receipt) implements Original {

		@Override
		public long left() {
			return this.receipt.request().amount() - this.receipt.refunded();
		}

		@Override
		public void book(Touch touch, long amount) {
			touch.records.operations.update(touch.name(), this.key, this.receipt, this.receipt.refund(amount));
		}

	}

	private record Committed(String id, ReservationReceipt receipt) implements Original {

		@Override
		public long left() {
			return this.receipt.charged() - this.receipt.refunded();
		}

		@Override
		public void book(Touch touch, long amount) {
			touch.records.reservations.update(touch.name(), this.id, this.receipt, this.receipt.refund(amount));
		}

	}

}
