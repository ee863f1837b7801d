package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Page;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.PageRequest.Position;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletState;
import org.jspecify.annotations.Nullable;

/**
 * How queries travel.
 */
final class QueryExchanges {

	private QueryExchanges() {
	}

	static Exchange<WalletState> of(Query.OfWallet query) {
		return exchange(Verb.STATE, query.wallet(), List.of(),
				(reply) -> new WalletState(query.wallet(), reply.flag(1),
						new Figures(reply.number(2), reply.number(3), reply.number(4), reply.number(5), reply.number(6),
								reply.number(7)),
						reply.number(8), reply.number(9), reply.number(10), reply.number(11), reply.timeOrNull(12)));
	}

	static Exchange<Optional<ReservationView>> of(Query.OfReservation query) {
		return exchange(Verb.RESERVATION, query.wallet(), new Arguments().text(query.id()).list(),
				(reply) -> (reply.code() == 'N') ? Optional.empty() : Optional.of(reservation(query, reply)));
	}

	private static ReservationView reservation(Query.OfReservation query, Reply reply) {
		ReservationView.Status status = switch (reply.word(1)) {
			case "O" -> ReservationView.Status.OPEN;
			case "C" -> ReservationView.Status.COMMITTED;
			case "X" -> ReservationView.Status.CANCELED;
			default -> ReservationView.Status.EXPIRED;
		};
		return new ReservationView(query.wallet(), query.id(), status, reply.number(2), reply.number(3), reply.flag(4),
				reply.number(5), reply.timeOrNull(6));
	}

	static Exchange<Optional<LeaseView>> of(Query.OfLease query) {
		return exchange(Verb.LEASE, query.wallet(), new Arguments().text(query.id()).list(),
				(reply) -> (reply.code() == 'N') ? Optional.empty() : Optional.of(lease(query, reply)));
	}

	private static LeaseView lease(Query.OfLease query, Reply reply) {
		LeaseView.Status status = switch (reply.word(1)) {
			case "L" -> LeaseView.Status.LIVE;
			case "R" -> LeaseView.Status.RELEASED;
			default -> LeaseView.Status.EXPIRED;
		};
		return new LeaseView(query.wallet(), query.id(), reply.text(1), status, reply.number(2), reply.number(3),
				reply.number(4), policy(reply.flag(5)), reply.timeOrNull(6));
	}

	private static LeaseExpiry policy(boolean burn) {
		return burn ? LeaseExpiry.BURN : LeaseExpiry.RETURN;
	}

	static Exchange<Page<ReservationView>> of(Query.Reservations query) {
		return exchange(Verb.RESERVATIONS, query.wallet(), page(query.page()), (reply) -> {
			List<ReservationView> items = new ArrayList<>();
			for (int part = 1; part < reply.size(); part += 2) {
				Reply line = Reply.of(java.util.Objects.requireNonNull(reply.bytes(part)));
				items.add(new ReservationView(query.wallet(), reply.text(part + 1), ReservationView.Status.OPEN,
						line.number(0), 0, false, 0, line.time(1)));
			}
			return cut(query.page(), items, (item) -> position(item.expiresAt(), item.id()));
		});
	}

	static Exchange<Page<LeaseView>> of(Query.Leases query) {
		return exchange(Verb.LEASES, query.wallet(), page(query.page()), (reply) -> {
			List<LeaseView> items = new ArrayList<>();
			for (int part = 1; part < reply.size(); part += 3) {
				Reply line = Reply.of(java.util.Objects.requireNonNull(reply.bytes(part)));
				items.add(
						new LeaseView(query.wallet(), reply.text(part + 1), reply.text(part + 2), LeaseView.Status.LIVE,
								line.number(0), line.number(1), line.number(2), policy(line.flag(3)), line.time(4)));
			}
			return cut(query.page(), items, (item) -> position(item.expiresAt(), item.id()));
		});
	}

	private static List<byte[]> page(PageRequest page) {
		Position after = page.after();
		Arguments arguments = new Arguments().number(page.size());
		return (after != null) ? arguments.number(after.expiresAt().toEpochMilli()).text(after.id()).list()
				: arguments.list();
	}

	private static <T> Page<T> cut(PageRequest page, List<T> items, Function<T, Position> position) {
		if (items.size() <= page.size()) {
			return new Page<>(items, null);
		}
		List<T> kept = items.subList(0, page.size());
		return new Page<>(kept, new PageRequest(page.size(), position.apply(kept.get(kept.size() - 1))));
	}

	private static Position position(java.time.@Nullable Instant expiresAt, String id) {
		return new Position(java.util.Objects.requireNonNull(expiresAt), id);
	}

	private static <R> Exchange<R> exchange(Verb verb, String wallet, List<byte[]> arguments, Function<Reply, R> read) {
		return new Exchange<>(verb, wallet, () -> arguments, null, true, null, read);
	}

}
