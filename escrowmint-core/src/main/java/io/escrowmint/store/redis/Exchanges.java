package io.escrowmint.store.redis;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;

/**
 * Finds how a command or query travels.
 */
final class Exchanges {

	private Exchanges() {
	}

	@SuppressWarnings("unchecked")
	static <R extends Outcome> Exchange<R> of(Command<R> command) {
		return (Exchange<R>) find(command);
	}

	private static Exchange<?> find(Command<?> command) {
		if (command instanceof Consume consume) {
			return WalletExchanges.of(consume);
		}
		if (command instanceof Reserve reserve) {
			return ReservationExchanges.of(reserve);
		}
		if (command instanceof Commit commit) {
			return ReservationExchanges.of(commit);
		}
		if (command instanceof Cancel cancel) {
			return ReservationExchanges.of(cancel);
		}
		if (command instanceof Extend extend) {
			return ReservationExchanges.of(extend);
		}
		if (command instanceof TopUp topUp) {
			return WalletExchanges.of(topUp);
		}
		if (command instanceof Withdraw withdraw) {
			return WalletExchanges.of(withdraw);
		}
		return (command instanceof Refund refund) ? WalletExchanges.of(refund) : findLease(command);
	}

	private static Exchange<?> findLease(Command<?> command) {
		if (command instanceof AllocateLease allocate) {
			return LeaseExchanges.of(allocate);
		}
		if (command instanceof ConsumeLease consume) {
			return LeaseExchanges.of(consume);
		}
		if (command instanceof ReportLease report) {
			return LeaseExchanges.of(report);
		}
		if (command instanceof RenewLease renew) {
			return LeaseExchanges.of(renew);
		}
		return LeaseExchanges.of((ReleaseLease) command);
	}

	@SuppressWarnings("unchecked")
	static <R> Exchange<R> of(Query<R> query) {
		return (Exchange<R>) find(query);
	}

	private static Exchange<?> find(Query<?> query) {
		if (query instanceof Query.OfWallet wallet) {
			return QueryExchanges.of(wallet);
		}
		if (query instanceof Query.OfReservation reservation) {
			return QueryExchanges.of(reservation);
		}
		if (query instanceof Query.OfLease lease) {
			return QueryExchanges.of(lease);
		}
		if (query instanceof Query.Reservations reservations) {
			return QueryExchanges.of(reservations);
		}
		return QueryExchanges.of((Query.Leases) query);
	}

}
