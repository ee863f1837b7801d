package io.escrowmint.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A ledger to which something happens before each landing, or before the entries of a
 * wallet are read.
 *
 * @param store the ledger
 * @param before what happens before a landing; it may throw
 * @param beforeEntries what happens before entries are read; it may throw
 */
record FaultyStore(LedgerStore store, Consumer<List<Landing>> before,
		Consumer<String> beforeEntries) implements LedgerStore {

	FaultyStore(LedgerStore store, Consumer<List<Landing>> before) {
		this(store, before, (wallet) -> {
		});
	}

	@Override
	public void check() {
		this.store.check();
	}

	@Override
	public void claim(String store) {
		this.store.claim(store);
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
		this.before.accept(landings);
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
		this.beforeEntries.accept(wallet);
		return this.store.entries(wallet, after, limit);
	}

	@Override
	public List<LedgerFinding.Divergence> divergences(String wallet, int offset, int limit) {
		return this.store.divergences(wallet, offset, limit);
	}

	@Override
	public RefusedEntries refused() {
		return this.store.refused();
	}

}
