package io.escrowmint.store;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Takes a wallet out of use and puts another content in its place. For what repairs
 * stores, not for applications.
 * <p>
 * The way of a rebuild is: fence, look at the image, rebuild with the epoch and seq of
 * that image. Between fence and rebuild nothing changes the wallet. A process that dies
 * on the way leaves the fence; any process may begin again. All methods are thread-safe
 * and fail as {@link QuotaStore} does; each may be repeated when its answer was lost.
 */
public interface WalletRecovery {

	/**
	 * Refuses every command, query and sweep of a wallet from now on, with
	 * {@link io.escrowmint.model.WalletFencedException}. Also if there is no such wallet:
	 * then it cannot be created. Idempotent; the first reason stays.
	 * @param wallet the wallet
	 * @param reason for operators, 1 to 240 characters
	 * @return whether the wallet was not fenced before
	 */
	CompletionStage<Boolean> fence(String wallet, String reason);

	/**
	 * Opens a fenced wallet again as it is. Idempotent.
	 * @param wallet the wallet
	 * @return whether the wallet was fenced
	 */
	CompletionStage<Boolean> unfence(String wallet);

	/**
	 * Returns the fenced wallets of a partition.
	 * @param partition 0 to the number of partitions
	 * @return reasons by wallet
	 */
	CompletionStage<Map<String, String>> fenced(int partition);

	/**
	 * Reads a wallet as it lies there, fenced or not. Reclaims nothing, changes nothing.
	 * @param wallet the wallet
	 * @return the image, without receipts
	 */
	CompletionStage<WalletImage> image(String wallet);

	/**
	 * Puts an image in the place of a fenced wallet and opens it, in one step: figures,
	 * holds, leases, under a new epoch (later than the replaced one, the image's one and
	 * the store's clock), with a REBUILT event at seq 1, which is written even if no
	 * other events are. What has expired meanwhile expires by the normal rules at the
	 * next touch. Receipts are added to what the store remembers: one that it still has
	 * stays, except that a charge stays a charge, and what was refunded of it is the
	 * larger of both. They are remembered as if written now.
	 * <p>
	 * Of several rebuilds of the same replaced wallet one is done, and the others answer
	 * {@link Rebuilt.Outcome#SUPERSEDED}. A large wallet travels in parts behind the
	 * fence, and only the last one changes it; if the process dies between them, the
	 * wallet lies fenced and unchanged. A lost answer may be followed by
	 * {@code SUPERSEDED} for what this very call has done. An image that breaks the
	 * conservation law fails with {@link io.escrowmint.model.CorruptStateException}, and
	 * changes nothing.
	 * @param rebuild the wallet, and what it replaces
	 * @return what became of it
	 */
	CompletionStage<Rebuilt> rebuild(Rebuild rebuild);

}
