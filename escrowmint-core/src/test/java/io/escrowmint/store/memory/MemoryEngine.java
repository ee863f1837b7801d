package io.escrowmint.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletRecovery;

/**
 * The embedded engine as the contract sees it, and the reference that other engines are
 * compared with.
 */
public final class MemoryEngine implements Engine, InstantSource {

	private final MemoryQuotaStore store;

	private volatile Instant now = START;

	public MemoryEngine(StoreOptions options) {
		this.store = new MemoryQuotaStore(options, this);
	}

	@Override
	public QuotaStore store() {
		return this.store;
	}

	@Override
	public ExpirySource expiry() {
		return this.store;
	}

	@Override
	public EventLog events() {
		return this.store.events();
	}

	@Override
	public void advance(Duration time) {
		this.now = this.now.plus(time);
	}

	@Override
	public void setBack(Duration time) {
		this.now = this.now.minus(time);
	}

	@Override
	public Instant now() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public WalletRecovery recovery() {
		return this.store.recovery();
	}

	@Override
	public void close() {
	}

}
