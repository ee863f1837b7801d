package io.escrowmint.store.memory;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;

/**
 * Finds the rule of a command.
 */
final class Verbs {

	private Verbs() {
	}

	@SuppressWarnings("unchecked") // each rule answers with its command's own outcome
	static <R extends Outcome> R apply(Touch touch, Command<R> command) {
		return (R) dispatch(touch, command);
	}

	private static Outcome dispatch(Touch touch, Command<?> command) {
		if (command instanceof Consume consume) {
			return Credits.consume(touch, consume);
		}
		if (command instanceof TopUp topUp) {
			return Credits.topUp(touch, topUp);
		}
		if (command instanceof Withdraw withdraw) {
			return Credits.withdraw(touch, withdraw);
		}
		if (command instanceof Refund refund) {
			return Refunds.refund(touch, refund);
		}
		if (command instanceof Reserve reserve) {
			return Reservations.reserve(touch, reserve);
		}
		if (command instanceof Extend extend) {
			return Reservations.extend(touch, extend);
		}
		if (command instanceof Commit commit) {
			return Commits.commit(touch, commit);
		}
		if (command instanceof Cancel cancel) {
			return Reservations.cancel(touch, cancel);
		}
		return dispatchLease(touch, command);
	}

	private static Outcome dispatchLease(Touch touch, Command<?> command) {
		if (command instanceof AllocateLease allocate) {
			return Leases.allocate(touch, allocate);
		}
		if (command instanceof ConsumeLease consume) {
			return LeaseCharges.consume(touch, consume);
		}
		if (command instanceof ReportLease report) {
			return LeaseCharges.report(touch, report);
		}
		if (command instanceof RenewLease renew) {
			return Leases.renew(touch, renew);
		}
		if (command instanceof ReleaseLease release) {
			return Leases.release(touch, release);
		}
		throw new IllegalStateException("No rule for " + command.getClass().getName());
	}

}
