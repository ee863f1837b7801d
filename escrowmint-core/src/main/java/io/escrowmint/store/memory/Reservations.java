package io.escrowmint.store.memory;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;

/**
 * Holds, from reserve to cancel. Their commit is told in {@link Commits}.
 */
final class Reservations {

	private Reservations() {
	}

	static ReserveResult reserve(Touch touch, Reserve command) {
		Refusal claimed = HttpKeys.refusal(touch, command);
		if (claimed != null) {
			return touch.refuse(command, claimed);
		}
		Hold open = touch.openHold(command.id().value());
		if (open != null) {
			return again(touch, command, open);
		}
		ReservationReceipt finished = touch.records.reservations.find(touch.name(), command.id(), touch.clock);
		if (finished != null) {
			return touch.refuse(command, finished.refusal(touch.name()));
		}
		if (touch.available() < command.amount() || !touch.wallet.exists) {
			return touch.refuse(command, touch.insufficient(command.amount()));
		}
		return hold(touch, command);
	}

	private static ReserveResult again(Touch touch, Reserve command, Hold open) {
		if (open.amount() == command.amount()) {
			return new ReserveResult.Reserved(touch.name(), command.id(), open.amount(), open.expiresAt(),
					touch.available(), true);
		}
		return touch.refuse(command, new Refusal.IdempotencyConflict(touch.name(), open.name(), open.amount()));
	}

	private static ReserveResult hold(Touch touch, Reserve command) {
		long amount = command.amount();
		Hold hold = new Hold(command.id(), amount, touch.now + command.ttl().toMillis(), command.http());
		touch.write(Change.of(touch.figures()).outflow(amount).hold(amount),
				Fact.of(EventType.RESERVED).id(hold.id()).expiresAt(hold.expiresAt()).trace(command.trace()));
		touch.wallet.holds.put(hold);
		HttpKeys.claim(touch, hold);
		return new ReserveResult.Reserved(touch.name(), hold.id(), amount, hold.expiresAt(), touch.available(), false);
	}

	static ExtendResult extend(Touch touch, Extend command) {
		Hold open = touch.openHold(command.id());
		if (open == null) {
			return touch.refuse(command, notOpen(touch, command.id()));
		}
		Hold extended = open.until(Math.max(open.expiry(), touch.now + command.ttl().toMillis()));
		boolean changed = extended.expiry() != open.expiry();
		if (changed) {
			touch.write(Change.of(touch.figures()),
					Fact.of(EventType.EXTENDED).id(open.id()).expiresAt(extended.expiresAt()).trace(command.trace()));
			touch.wallet.holds.put(extended);
		}
		return new ExtendResult.Extended(touch.name(), open.name(), open.amount(), extended.expiresAt(),
				touch.available(), changed);
	}

	static CancelResult cancel(Touch touch, Cancel command) {
		Hold open = touch.openHold(command.id());
		if (open == null) {
			Refusal refusal = notOpen(touch, command.id());
			buryUnknown(touch, command.id(), refusal);
			return touch.refuse(command, refusal);
		}
		touch.write(Change.of(touch.figures()).hold(-open.amount()).inflow(open.amount()),
				Fact.of(EventType.CANCELED).id(open.id()).trace(command.trace()));
		touch.wallet.holds.remove(open);
		touch.records.reservations.put(touch.name(), open.id(),
				ReservationReceipt.of(open, ReservationView.Status.CANCELED), touch.clock);
		HttpKeys.free(touch, open);
		return new CancelResult.Canceled(touch.name(), open.name(), open.amount(), touch.available());
	}

	private static void buryUnknown(Touch touch, String id, Refusal refusal) {
		// a refusal that will be repeated must not meet its own tombstone
		if (refusal instanceof Refusal.ReservationNotFound && !touch.hasExpired()) {
			touch.records.reservations.bury(touch.name(), id, ReservationReceipt.tombstone(OperationId.of(id)),
					touch.clock);
		}
	}

	private static Refusal notOpen(Touch touch, String id) {
		ReservationReceipt finished = touch.records.reservations.find(touch.name(), id, touch.clock);
		return (finished != null) ? finished.refusal(touch.name()) : new Refusal.ReservationNotFound(touch.name(), id);
	}

}
