package io.escrowmint.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.escrowmint.model.Charge;
import io.escrowmint.model.Figures;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletReceipt;
import org.jspecify.annotations.Nullable;

/**
 * A wallet while it is folded: what has been granted and spent, what is open, what is
 * finished. What is available or owed follows from these. Not thread-safe.
 */
final class FoldedWallet {

	private static final Comparator<OpenClaim> ORDER = Comparator.comparing(OpenClaim::expiresAt)
		.thenComparing(OpenClaim.Lease.class::isInstance)
		.thenComparing((claim) -> claim.id().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

	final Map<String, OpenClaim.Hold> holds = new HashMap<>();

	final Map<String, OpenClaim.Lease> leases = new HashMap<>();

	final Map<String, WalletReceipt.Operation> operations = new HashMap<>();

	final Map<String, WalletReceipt.Reservation> reservations = new HashMap<>();

	final Map<String, WalletReceipt.Lease> finishedLeases = new HashMap<>();

	long granted;

	long spent;

	/**
	 * Returns the figures that follow. They can be unlawful only if more was refunded
	 * than spent or more withdrawn than granted.
	 */
	Figures figures() {
		long held = this.holds.values().stream().mapToLong(OpenClaim::amount).sum();
		long leased = this.leases.values().stream().mapToLong(OpenClaim::amount).sum();
		long rest = this.granted - this.spent - held - leased;
		return new Figures(Math.max(0, rest), held, leased, this.spent, this.granted, Math.max(0, -rest));
	}

	List<OpenClaim> open() {
		return Stream.<OpenClaim>concat(this.holds.values().stream(), this.leases.values().stream())
			.sorted(ORDER)
			.toList();
	}

	List<WalletReceipt> receipts() {
		List<WalletReceipt> receipts = new ArrayList<>(this.operations.values());
		receipts.addAll(this.reservations.values());
		receipts.addAll(this.finishedLeases.values());
		return receipts;
	}

	void extend(WalletEvent event) {
		this.holds.computeIfPresent(id(event),
				(id, hold) -> new OpenClaim.Hold(id, hold.callerNamed(), hold.amount(), time(event), hold.http()));
	}

	void renew(WalletEvent event) {
		change(id(event), (lease) -> new OpenClaim.Lease(lease.id(), lease.callerNamed(), lease.owner(),
				lease.requested(), lease.granted(), lease.consumed(), lease.reported(), lease.expiry(), time(event)));
	}

	void consume(String lease, long amount) {
		change(lease, (live) -> with(live, live.consumed() + amount, live.reported()));
	}

	void report(String lease, long total) {
		change(lease, (live) -> with(live, live.consumed(), total));
	}

	private void change(String id, UnaryOperator<OpenClaim.Lease> change) {
		this.leases.computeIfPresent(id, (key, lease) -> change.apply(lease));
	}

	private static OpenClaim.Lease with(OpenClaim.Lease lease, long consumed, long reported) {
		return new OpenClaim.Lease(lease.id(), lease.callerNamed(), lease.owner(), lease.requested(), lease.granted(),
				consumed, reported, lease.expiry(), lease.expiresAt());
	}

	/**
	 * Notes that a charge was refunded in part.
	 */
	void refund(@Nullable Charge original, long amount) {
		if (original instanceof Charge.OfConsume consume) {
			this.operations.computeIfPresent(consume.key(), (key, known) -> Receipts.refunded(known, amount));
		}
		else if (original instanceof Charge.OfReservation reservation) {
			this.reservations.computeIfPresent(reservation.id(), (id, known) -> Receipts.refunded(known, amount));
		}
	}

	boolean isCharged(String reservation) {
		WalletReceipt.Reservation known = this.reservations.get(reservation);
		return known != null && known.status() == ReservationView.Status.COMMITTED;
	}

	static String id(WalletEvent event) {
		String id = event.id();
		if (id == null) {
			throw new IllegalArgumentException(event.type() + " without an id: " + event);
		}
		return id;
	}

	static Instant time(WalletEvent event) {
		return (event.expiresAt() != null) ? event.expiresAt() : event.time();
	}

}
