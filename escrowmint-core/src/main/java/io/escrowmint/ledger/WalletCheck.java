package io.escrowmint.ledger;

import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of the store and the ledger says of one wallet.
 *
 * @param wallet the wallet
 * @param verdict how they agree
 * @param explanation the same in words, with the numbers
 * @param store what the store has
 * @param ledger what the ledger has, absent if nothing has landed
 */
public record WalletCheck(String wallet, Verdict verdict, String explanation, WalletImage store,
		@Nullable LedgerWallet ledger) {

}
