package io.escrowmint.store.memory;

import io.escrowmint.store.StoreOptions;

/**
 * All that a partition remembers beside its wallets: four namespaces that never meet, in
 * two classes of retention.
 */
final class Records {

	final Receipts<OperationReceipt> operations;

	final Receipts<ReservationReceipt> reservations;

	final Receipts<LeaseReceipt> leases;

	final Receipts<HttpKey> httpKeys;

	private final Generations<Receipts.Key, Receipt> byCaller;

	private final Generations<Receipts.Key, Receipt> byLibrary;

	Records(StoreOptions options) {
		this.byCaller = new Generations<>(options.idempotencyTtl().toMillis());
		this.byLibrary = new Generations<>(options.receiptTtl().toMillis());
		this.operations = new Receipts<>(OperationReceipt.class, this.byCaller, this.byLibrary);
		this.reservations = new Receipts<>(ReservationReceipt.class, this.byCaller, this.byLibrary);
		this.leases = new Receipts<>(LeaseReceipt.class, this.byCaller, this.byLibrary);
		this.httpKeys = new Receipts<>(HttpKey.class, this.byCaller, this.byLibrary);
	}

	/**
	 * Frees what is forgotten.
	 * @param now the time of the store in ms
	 */
	void forget(long now) {
		this.byCaller.forget(now);
		this.byLibrary.forget(now);
	}

}
