package io.escrowmint.store.memory;

import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.EventType;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView.Status;
import org.jspecify.annotations.Nullable;

/**
 * The charge of a reservation: in time, repeated, or late.
 */
final class Commits {

	private Commits() {
	}

	static CommitResult commit(Touch touch, Commit command) {
		Hold open = touch.openHold(command.id());
		if (open != null) {
			return inTime(touch, command, open);
		}
		ReservationReceipt finished = touch.records.reservations.find(touch.name(), command.id(), touch.clock);
		if (finished == null) {
			return touch.refuse(command, new Refusal.ReservationNotFound(touch.name(), command.id()));
		}
		if (finished.status() == Status.COMMITTED) {
			return again(touch, command, finished);
		}
		if (finished.status() == Status.EXPIRED && command.late() == LateCommit.CHARGE) {
			return late(touch, command, finished);
		}
		return touch.refuse(command, finished.refusal(touch.name()));
	}

	private static CommitResult inTime(Touch touch, Commit command, Hold open) {
		ReservationReceipt receipt = ReservationReceipt.of(open, Status.OPEN);
		long asked = asked(command, open.amount());
		Settlement settlement = Settlement.open(touch.figures(), command, asked, open.amount());
		CommitResult result = apply(touch, command, receipt, settlement);
		if (result.applied()) {
			touch.wallet.holds.remove(open);
		}
		return result;
	}

	private static CommitResult late(Touch touch, Commit command, ReservationReceipt expired) {
		long asked = asked(command, expired.amount());
		Settlement settlement = Settlement.late(touch.figures(), command, asked, expired.amount());
		return apply(touch, command, expired, settlement);
	}

	private static CommitResult apply(Touch touch, Commit command, ReservationReceipt receipt,
			@Nullable Settlement settlement) {
		long asked = asked(command, receipt.amount());
		if (settlement == null) {
			return touch.refuse(command, new Refusal.OverrunRejected(touch.name(), command.id(), asked,
					receipt.amount(), touch.available(), touch.figures().debt()));
		}
		boolean late = receipt.status() == Status.EXPIRED;
		touch.write(settlement.change(),
				Fact.of(EventType.COMMITTED)
					.id(receipt.id())
					.asked(asked)
					.charged(settlement.charged())
					.late(late)
					.trace(command.trace()));
		CommitResult.Committed answer = new CommitResult.Committed(touch.name(), command.id(), asked,
				settlement.charged(), touch.available(), touch.figures().debt(), late, false);
		touch.records.reservations.put(touch.name(), receipt.id(), receipt.commit(answer), touch.clock);
		HttpKeys.finish(touch, receipt, command.response());
		return answer;
	}

	private static CommitResult again(Touch touch, Commit command, ReservationReceipt committed) {
		long asked = asked(command, committed.amount());
		CommitResult.Committed first = committed.firstAnswer(touch.name());
		return (asked == committed.asked()) ? first
				: touch.refuse(command, new Refusal.CommitConflict(touch.name(), command.id(), asked, first));
	}

	private static long asked(Commit command, long hold) {
		Long actual = command.actual();
		return (actual != null) ? actual : hold;
	}

}
