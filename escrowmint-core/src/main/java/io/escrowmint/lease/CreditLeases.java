package io.escrowmint.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.InvalidRequestException;

/**
 * Spends credits from leases that this process holds, without a round trip:
 * {@link #consume} charges in one step, {@link #check} holds first and settles later. The
 * store stays the authority: what is spent here was granted there before, and is reported
 * as a running total, which books every credit once.
 * <p>
 * <b>What is guaranteed.</b> A process never spends more of a lease than it was granted,
 * and decides nothing from it after its deadline, which is judged by a clock that does
 * not jump and began before the lease was asked for. Under
 * {@link io.escrowmint.model.LeaseExpiry#BURN BURN} therefore nothing is ever oversold.
 * Under {@link io.escrowmint.model.LeaseExpiry#RETURN RETURN} a crash gives back what was
 * not reported: overuse is bounded by what the process spent or held since its last
 * report, {@link #exposure()} says how much that is.
 * <p>
 * <b>When it asks the store.</b> The first use of a wallet waits for a lease, together
 * with all who come meanwhile; later ones are refilled in the background. What no lease
 * can serve goes to the store by itself: an amount above the largest lease, the last
 * credits of a wallet, everything while these leases are not running. A wallet that was
 * found empty is asked again after a pause that grows; until then it refuses locally,
 * with the figures of the last reply.
 * <p>
 * <b>What fails.</b> Methods that may ask the store fail, if it must be asked and cannot
 * answer, as {@link io.escrowmint.store.QuotaStore} says. Bad input is an
 * {@link InvalidRequestException}, thrown at once.
 * <p>
 * Thread-safe. Only the methods without {@code Async} can block, and only if a store is
 * asked.
 */
public interface CreditLeases extends AutoCloseable {

	/**
	 * Charges a wallet, all or nothing. From a live lease this neither blocks nor
	 * allocates.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return whether it was charged; {@code false} if the wallet has not enough
	 */
	boolean consume(String wallet, long amount);

	/**
	 * Charges a wallet, all or nothing, and never blocks.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome, complete already if it was decided here
	 */
	CompletionStage<LeaseConsumption> consumeAsync(String wallet, long amount);

	/**
	 * Holds credits until they are settled.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the hold, or why not
	 */
	LeaseCheck check(String wallet, long amount);

	/**
	 * Holds credits until they are settled, and never blocks.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the hold or why not, complete already if it was decided here. Who loses
	 * interest in it must close the hold all the same
	 */
	CompletionStage<LeaseCheck> checkAsync(String wallet, long amount);

	/**
	 * Tells whether an amount can come from a lease at all.
	 * @param wallet the wallet
	 * @param amount credits
	 * @return {@code false} if it is above the largest lease of that wallet, or these
	 * leases are not running: it will go to the store
	 */
	boolean isLeasable(String wallet, long amount);

	/**
	 * Acquires leases before the first request. Wallets that have one are left alone. A
	 * lease that is not used goes back after a while, like any other.
	 * @param wallets the wallets
	 * @return completes without a failure when each has a lease, or has none to get
	 */
	CompletionStage<Void> prewarm(Collection<String> wallets);

	/**
	 * Acquires leases before the first request, and waits for them.
	 * @param wallets the wallets
	 * @param timeout how long to wait at most
	 * @return whether all had an answer in that time; what is on its way goes on
	 */
	boolean prewarm(Collection<String> wallets, Duration timeout);

	/**
	 * Calls back what lies unspent in this process, for a call that the store has to
	 * serve by itself. Leases that nobody holds anything of are reported and released,
	 * those on their way to this process too as soon as they come; one with an open hold
	 * stays, and goes on being used. Callers at the same time share one round, and rounds
	 * keep a distance that grows up to the longest pause after a refusal, so that nothing
	 * is leased and given back without end.
	 * @param wallet the wallet
	 * @param missing what the store was short of, in credits
	 * @return whether anything may have gone back; {@code false} at once if less than
	 * what is missing lies here or is on its way, or a round was made a moment ago. Never
	 * fails, and waits for a second at most
	 */
	CompletionStage<Boolean> recall(String wallet, long missing);

	/**
	 * Tells what a wallet has, as far as this process knows, without a round trip.
	 * @param wallet the wallet
	 * @return its balance, with its age
	 */
	LeaseBalance balance(String wallet);

	/**
	 * Asks the store what a wallet has.
	 * @param wallet the wallet
	 * @return its balance
	 */
	CompletionStage<LeaseBalance> authoritativeBalance(String wallet);

	/**
	 * Tells how much lies in this process, over all wallets. Costs time in proportion to
	 * the wallets in use.
	 * @return the figures
	 */
	LeaseExposure exposure();

	/**
	 * Begins to acquire leases. Before it everything goes to the store.
	 */
	void start();

	/**
	 * Ends the use of leases: acquires no more, waits for the open holds to be settled,
	 * reports and releases what is left. From then on everything goes to the store.
	 * @param timeout how long to wait at most
	 * @return whether the store has confirmed all of it: every lease is reported and
	 * released, every hold in the store ended, and what may have been granted without an
	 * answer taken back
	 */
	boolean drain(Duration timeout);

	/**
	 * Drains without patience for open holds and ends all background work. A lease with
	 * an open hold is reported and left to expire; its hold can still be settled, and
	 * what it charges is debited. What the store has not answered is repeated, as long as
	 * the process and the store live and patience lasts. Can be started again.
	 */
	void stop();

	/**
	 * Tells whether leases are in use.
	 * @return {@code true} from start to drain or stop
	 */
	boolean isRunning();

	/**
	 * Stops.
	 */
	@Override
	default void close() {
		stop();
	}

}
