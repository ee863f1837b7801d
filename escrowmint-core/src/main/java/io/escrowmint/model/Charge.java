package io.escrowmint.model;

import java.io.Serializable;

/**
 * A charge that a refund can name. All refunds of one charge together never exceed it.
 */
public sealed interface Charge extends Serializable {

	/**
	 * A consume that was made under an operation key.
	 *
	 * @param key the operation key of the consume
	 */
	record OfConsume(String key) implements Charge {

		public OfConsume {
			Checks.name("original", key);
		}

	}

	/**
	 * A committed reservation.
	 *
	 * @param id the reservation
	 */
	record OfReservation(String id) implements Charge {

		public OfReservation {
			Checks.name("original", id);
		}

	}

}
