package io.escrowmint.store.memory;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreArguments;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;

/**
 * Fences and rebuilds wallets of the embedded engine.
 */
final class MemoryRecovery implements WalletRecovery {

	private final Function<String, MemoryPartition> byWallet;

	private final Function<Integer, MemoryPartition> byNumber;

	MemoryRecovery(Function<String, MemoryPartition> byWallet, Function<Integer, MemoryPartition> byNumber) {
		this.byWallet = byWallet;
		this.byNumber = byNumber;
	}

	@Override
	public CompletionStage<Boolean> fence(String wallet, String reason) {
		return MemoryQuotaStore.complete(() -> {
			return of(wallet).fence(wallet, StoreArguments.reason(reason));
		}, MemoryQuotaStore::unavailable);
	}

	@Override
	public CompletionStage<Boolean> unfence(String wallet) {
		return MemoryQuotaStore.complete(() -> of(wallet).unfence(wallet), MemoryQuotaStore::unavailable);
	}

	@Override
	public CompletionStage<Map<String, String>> fenced(int partition) {
		return MemoryQuotaStore.complete(() -> this.byNumber.apply(partition).fenced(), MemoryQuotaStore::unavailable);
	}

	@Override
	public CompletionStage<WalletImage> image(String wallet) {
		return MemoryQuotaStore.complete(() -> of(wallet).image(wallet), MemoryQuotaStore::unavailable);
	}

	@Override
	public CompletionStage<Rebuilt> rebuild(Rebuild rebuild) {
		return MemoryQuotaStore.complete(() -> of(rebuild.image().wallet()).rebuild(rebuild),
				MemoryQuotaStore::unavailable);
	}

	private MemoryPartition of(String wallet) {
		return this.byWallet.apply(StoreArguments.wallet(wallet));
	}

}
