package io.escrowmint.store;

import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;

/**
 * Keeps wallets. Applies each command atomically, in some order, or not at all.
 * <p>
 * A stage completes within the store's timeout. It fails with
 * {@link io.escrowmint.model.StoreUnavailableException} if the command was certainly not
 * applied, with {@link io.escrowmint.model.OutcomeUnknownException} if it may have been,
 * with {@link io.escrowmint.model.WalletFencedException} and
 * {@link io.escrowmint.model.CorruptStateException} as they say; never with an exception
 * of a driver. A command that {@linkplain io.escrowmint.model.Command#isRepeatable() is
 * repeatable} is sent again within the timeout when its answer was lost. Implementations
 * are thread-safe.
 */
public interface QuotaStore {

	/**
	 * Applies a command.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome
	 */
	<R extends Outcome> CompletionStage<R> execute(Command<R> command);

	/**
	 * Answers a query.
	 * @param <R> the answer
	 * @param query the query
	 * @return the answer
	 */
	<R> CompletionStage<R> query(Query<R> query);

}
