package io.escrowmint.store.memory;

import io.escrowmint.model.Charge;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered under an operation key.
 *
 * @param request the first request
 * @param available what the wallet had available after it
 * @param debt what the wallet owed after it
 * @param unspent what the lease had left after it, 0 without a lease
 * @param refunded of a consume: what was refunded of it
 */
record OperationReceipt(Request request, long available, long debt, long unspent, long refunded) implements Receipt {

	OperationReceipt refund(long amount) {
		return new OperationReceipt(this.request, this.available, this.debt, this.unspent, this.refunded + amount);
	}

	/** What a key can stand for. */
	enum Verb {

		CONSUME, TOP_UP, WITHDRAW, REFUND, CONSUME_LEASE

	}

	/**
	 * All that makes two requests under one key the same.
	 *
	 * @param verb the operation
	 * @param amount the amount
	 * @param original of a refund: the charge that it names
	 * @param lease of a consume from a lease: the lease
	 * @param owner of a consume from a lease: who asked
	 * @param owing of a consume: whether the wallet may be let into debt
	 */
	record Request(Verb verb, long amount, @Nullable Charge original, @Nullable String lease, @Nullable String owner,
			boolean owing) {

		static Request of(Verb verb, long amount) {
			return new Request(verb, amount, null, null, null, false);
		}

	}

}
