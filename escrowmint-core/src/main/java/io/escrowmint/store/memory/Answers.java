package io.escrowmint.store.memory;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Page;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletState;

/**
 * Answers queries.
 */
final class Answers {

	private Answers() {
	}

	@SuppressWarnings("unchecked") // each answer is that of its query
	static <R> R to(Touch touch, Query<R> query) {
		return (R) answer(touch, query);
	}

	private static Object answer(Touch touch, Query<?> query) {
		if (query instanceof Query.OfReservation one) {
			return reservation(touch, one.id());
		}
		if (query instanceof Query.OfLease one) {
			return lease(touch, one.id());
		}
		if (query instanceof Query.Reservations many) {
			return page(touch.wallet.holds, many.page(), (hold) -> hold.toView(touch.name()));
		}
		if (query instanceof Query.Leases many) {
			return page(touch.wallet.leases, many.page(), (lease) -> lease.toView(touch.name(), LeaseView.Status.LIVE));
		}
		return wallet(touch);
	}

	private static WalletState wallet(Touch touch) {
		MemoryWallet wallet = touch.wallet;
		Claim earliest = wallet.earliest();
		return new WalletState(wallet.name, wallet.exists, wallet.figures, wallet.epoch, wallet.seq,
				wallet.holds.size(), wallet.leases.size(), (earliest != null) ? earliest.expiresAt() : null);
	}

	private static Optional<ReservationView> reservation(Touch touch, String id) {
		Hold open = touch.openHold(id);
		if (open != null) {
			return Optional.of(open.toView(touch.name()));
		}
		return Optional.ofNullable(touch.records.reservations.find(touch.name(), id, touch.clock))
			.map((receipt) -> receipt.toView(touch.name()));
	}

	private static Optional<LeaseView> lease(Touch touch, String id) {
		Lease live = touch.liveLease(id);
		if (live != null) {
			return Optional.of(live.toView(touch.name(), LeaseView.Status.LIVE));
		}
		return Optional.ofNullable(Leases.receipt(touch, id)).map((receipt) -> receipt.toView(touch.name()));
	}

	private static <C extends Claim, V> Page<V> page(OpenClaims<C> claims, PageRequest request, Function<C, V> toView) {
		List<C> found = claims.after(request.after()).stream().limit(request.size() + 1L).toList();
		if (found.size() <= request.size()) {
			return new Page<>(found.stream().map(toView).toList(), null);
		}
		List<C> items = found.subList(0, request.size());
		C last = items.get(items.size() - 1);
		PageRequest next = new PageRequest(request.size(), new PageRequest.Position(last.expiresAt(), last.name()));
		return new Page<>(items.stream().map(toView).toList(), next);
	}

}
