package io.escrowmint.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A ledger whose database cannot be reached while a switch is on.
 *
 * @param store the ledger
 * @param broken the switch
 */
record FaultyStore(LedgerStore store, AtomicBoolean broken) implements LedgerStore {

	@Override
	public void check() {
		this.store.check();
	}

	@Override
	public void open(String source, int partitions) {
		this.store.open(source, partitions);
	}

	@Override
	public List<LedgerPosition> positions(String source) {
		return this.store.positions(source);
	}

	@Override
	public List<LandingResult> land(String source, List<Landing> landings) {
		if (this.broken.get()) {
			throw new IllegalStateException("The database is down");
		}
		return this.store.land(source, landings);
	}

	@Override
	public void retract(String source, int partition) {
		this.store.retract(source, partition);
	}

	@Override
	public Optional<LedgerWallet> wallet(String wallet) {
		return this.store.wallet(wallet);
	}

	@Override
	public List<LedgerWallet> wallets(String after, int limit) {
		return this.store.wallets(after, limit);
	}

	@Override
	public List<LedgerEntry> entries(String wallet, LedgerKey after, int limit) {
		return this.store.entries(wallet, after, limit);
	}

	@Override
	public List<LedgerFinding.Divergence> divergences(String wallet, int offset, int limit) {
		return this.store.divergences(wallet, offset, limit);
	}

}
