package io.escrowmint.lease;

/**
 * What those share who keep the leases of one wallet.
 *
 * @param lock guards the pool, the last reply and the sizing; nothing is sent and nobody
 * is answered under it
 * @param context what the leases of all wallets share
 * @param wallet the wallet
 * @param terms how its leases are made
 * @param sizing how large they are
 * @param pool the leases that are here
 * @param reply what the store said last
 */
record WalletScope(Object lock, LeaseContext context, String wallet, LeaseTerms terms, Sizing sizing, LeasePool pool,
		LastReply reply) {

	static WalletScope of(Object lock, LeaseContext context, String wallet) {
		LeaseTerms terms = context.options().termsOf(wallet);
		Sizing sizing = new Sizing(terms);
		return new WalletScope(lock, context, wallet, terms, sizing, new LeasePool(sizing), new LastReply(wallet));
	}

	void heard(long available) {
		synchronized (this.lock) {
			this.reply.heard(available, this.context.now());
		}
	}

	Backoff newBackoff() {
		return new Backoff(this.context.options().backoffMin(), this.context.options().backoffMax());
	}

}
