package io.escrowmint.ledger;

import java.util.Map;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;

/**
 * What entries add up to.
 *
 * @param byType the entries of each type that occurs
 */
public record LedgerTotals(Map<EventType, Movement> byType) {

	/**
	 * Keeps a copy.
	 */
	public LedgerTotals {
		byType = Map.copyOf(byType);
	}

	/**
	 * The entries of a type.
	 * @param type the type
	 * @return how many, and what they changed; nothing if there is none
	 */
	public Movement of(EventType type) {
		return this.byType.getOrDefault(type, Movement.NONE);
	}

	/**
	 * All entries together. Without a filter on type and time, and without events that
	 * were never written, the changes add up to the figures of the wallets.
	 * @return how many, and what they changed
	 */
	public Movement all() {
		return this.byType.values().stream().reduce(Movement.NONE, Movement::plus);
	}

	/**
	 * Some entries.
	 *
	 * @param entries how many
	 * @param change how they changed each figure, in credits; may be negative
	 */
	public record Movement(long entries, Figures change) {

		/** No entries. */
		public static final Movement NONE = new Movement(0, Figures.ZERO);

		Movement plus(Movement other) {
			Figures one = this.change;
			Figures two = other.change;
			return new Movement(Math.addExact(this.entries, other.entries),
					new Figures(Math.addExact(one.available(), two.available()), Math.addExact(one.held(), two.held()),
							Math.addExact(one.leased(), two.leased()), Math.addExact(one.spent(), two.spent()),
							Math.addExact(one.granted(), two.granted()), Math.addExact(one.debt(), two.debt())));
		}

	}

}
