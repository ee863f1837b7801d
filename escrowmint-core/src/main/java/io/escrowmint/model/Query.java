package io.escrowmint.model;

import java.util.Optional;

/**
 * A look at one wallet. A read reclaims what has expired before it answers, so it never
 * shows an expired hold as held.
 *
 * @param <R> the answer
 */
public sealed interface Query<R> {

	/**
	 * Returns the wallet to look at.
	 * @return the wallet
	 */
	String wallet();

	/**
	 * Asks for the figures of a wallet.
	 *
	 * @param wallet the wallet
	 */
	record OfWallet(String wallet) implements Query<WalletState> {

		public OfWallet {
			Checks.name("wallet", wallet);
		}

	}

	/**
	 * Asks for one reservation, open or finished; empty if it is unknown or forgotten.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 */
	record OfReservation(String wallet, String id) implements Query<Optional<ReservationView>> {

		public OfReservation {
			Checks.name("wallet", wallet);
			Checks.name("id", id);
		}

	}

	/**
	 * Asks for one lease, live or finished; empty if it is unknown or forgotten.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 */
	record OfLease(String wallet, String id) implements Query<Optional<LeaseView>> {

		public OfLease {
			Checks.name("wallet", wallet);
			Checks.name("id", id);
		}

	}

	/**
	 * Asks for a page of open reservations, in order of expiry, then of id.
	 *
	 * @param wallet the wallet
	 * @param page which page
	 */
	record Reservations(String wallet, PageRequest page) implements Query<Page<ReservationView>> {

		public Reservations {
			Checks.name("wallet", wallet);
		}

	}

	/**
	 * Asks for a page of live leases, in order of expiry, then of id.
	 *
	 * @param wallet the wallet
	 * @param page which page
	 */
	record Leases(String wallet, PageRequest page) implements Query<Page<LeaseView>> {

		public Leases {
			Checks.name("wallet", wallet);
		}

	}

}
