package io.escrowmint.store.memory;

import io.escrowmint.model.Charge;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeLeaseResult;
import io.escrowmint.model.EventType;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;
import io.escrowmint.store.memory.OperationReceipt.Request;
import io.escrowmint.store.memory.OperationReceipt.Verb;
import org.jspecify.annotations.Nullable;

/**
 * What is spent from a lease: charged one by one, or reported as a running total.
 */
final class LeaseCharges {

	private LeaseCharges() {
	}

	static ConsumeLeaseResult consume(Touch touch, ConsumeLease command) {
		Request request = new Request(Verb.CONSUME_LEASE, command.amount(), null, command.id(), command.owner(), false);
		return Keyed.apply(
				touch, command, command.key(), request, (first) -> new ConsumeLeaseResult.Consumed(touch.name(),
						command.id(), command.amount(), first.unspent(), first.available(), true),
				() -> applyConsume(touch, command, request));
	}

	private static ConsumeLeaseResult applyConsume(Touch touch, ConsumeLease command, Request request) {
		Lease live = touch.liveLease(command.id());
		if (live == null) {
			return touch.refuse(command, Leases.notLive(touch, command.id()));
		}
		if (!live.owner().equals(command.owner())) {
			return touch.refuse(command, Leases.notOwner(touch, live, command.owner()));
		}
		long amount = command.amount();
		if (live.unspent() < amount) {
			return touch.refuse(command, new Refusal.LeaseExhausted(touch.name(), live.name(), amount, live.unspent()));
		}
		touch.write(Change.of(touch.figures()).lease(-amount).spend(amount),
				Fact.of(EventType.LEASE_CONSUMED, live).original(keyOf(command)).trace(command.trace()));
		Lease charged = live.consume(amount);
		touch.wallet.leases.put(charged);
		Keyed.remember(touch, command.key(), request, charged.unspent());
		return new ConsumeLeaseResult.Consumed(touch.name(), live.name(), amount, charged.unspent(), touch.available(),
				false);
	}

	private static @Nullable Charge keyOf(ConsumeLease command) {
		OperationId key = command.key();
		return (key != null) ? new Charge.OfConsume(key.value()) : null;
	}

	static ReportLeaseResult report(Touch touch, ReportLease command) {
		Lease live = touch.liveLease(command.id());
		if (live != null) {
			return inTime(touch, command, live);
		}
		LeaseReceipt finished = Leases.receipt(touch, command.id());
		if (finished != null && finished.status() == LeaseView.Status.EXPIRED) {
			return late(touch, command, finished);
		}
		return touch.refuse(command, Leases.notLive(touch, command.id()));
	}

	private static ReportLeaseResult inTime(Touch touch, ReportLease command, Lease live) {
		if (!live.owner().equals(command.owner())) {
			return touch.refuse(command, Leases.notOwner(touch, live, command.owner()));
		}
		if (exceeds(command, live)) {
			return touch.refuse(command,
					new Refusal.LeaseExhausted(touch.name(), live.name(), command.total(), live.unspent()));
		}
		long difference = command.total() - live.reported();
		if (difference <= 0) {
			return reported(touch, live, 0, false);
		}
		touch.write(Change.of(touch.figures()).lease(-difference).spend(difference),
				Fact.of(EventType.LEASE_CONSUMED, live).asked(command.total()).trace(command.trace()));
		Lease booked = live.report(command.total());
		touch.wallet.leases.put(booked);
		return reported(touch, booked, difference, false);
	}

	private static ReportLeaseResult late(Touch touch, ReportLease command, LeaseReceipt former) {
		Lease expired = former.lease();
		if (!expired.owner().equals(command.owner())) {
			return touch.refuse(command, Leases.notOwner(touch, expired, command.owner()));
		}
		if (exceeds(command, expired)) {
			return touch.refuse(command,
					new Refusal.LeaseExhausted(touch.name(), expired.name(), command.total(), expired.unspent()));
		}
		long difference = command.total() - expired.reported();
		if (difference <= 0 || expired.policy() == LeaseExpiry.BURN) {
			return reported(touch, expired, 0, true);
		}
		long missing = difference - Math.min(touch.available(), difference);
		if (missing > touch.headroom()) {
			return touch.refuse(command, new Refusal.WalletLimit(touch.name(), command.total(), touch.headroom()));
		}
		touch.write(Change.of(touch.figures()).outflowOrDebt(difference).spend(difference),
				Fact.of(EventType.LEASE_CONSUMED, expired).asked(command.total()).late(true).trace(command.trace()));
		Lease booked = expired.report(command.total());
		touch.records.leases.update(touch.name(), booked.name(), former, former.with(booked));
		return reported(touch, booked, difference, true);
	}

	private static boolean exceeds(ReportLease command, Lease lease) {
		return lease.consumed() + command.total() > lease.granted();
	}

	private static ReportLeaseResult reported(Touch touch, Lease lease, long booked, boolean late) {
		return new ReportLeaseResult.Reported(touch.name(), lease.name(), lease.reported(), booked,
				late ? 0 : lease.unspent(), late, touch.available(), touch.figures().debt());
	}

}
