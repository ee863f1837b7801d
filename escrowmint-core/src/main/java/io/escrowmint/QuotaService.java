package io.escrowmint;

import java.time.Duration;
import java.util.Optional;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeLeaseResult;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Page;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.RefundResult;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.model.WalletState;
import io.escrowmint.model.Withdraw;
import io.escrowmint.model.WithdrawResult;
import io.escrowmint.store.QuotaStore;

/**
 * Prepaid credits, blocking: {@link #tryConsume tryConsume}, {@link #topUp topUp},
 * {@link #withdraw withdraw}, {@link #refund refund}; {@link #reserve reserve} and
 * {@link #tryReserve tryReserve}, {@link #extend extend}, {@link #commit commit},
 * {@link #cancel cancel}; {@link #allocateLease allocateLease}, {@link #consumeLease
 * consumeLease}, {@link #reportLease reportLease}, {@link #renewLease renewLease},
 * {@link #releaseLease releaseLease}; {@link #state state}, {@link #reservation
 * reservation}, {@link #reservations reservations}, {@link #lease lease}, {@link #leases
 * leases}.
 * <p>
 * <b>Atomic.</b> Each operation happens as a whole or not at all, and keeps
 * {@code granted + debt = available + held + leased + spent}. Amounts are whole credits,
 * 1 to 2^53-1.
 * <p>
 * <b>Refusals are answers.</b> Results tell with {@code applied()} and throw with
 * {@code orElseThrow()}; only {@code reserve} throws for a refusal. A refusal moves
 * nothing and is not remembered.
 * <p>
 * <b>Idempotent by name.</b> A key, reservation id or lease id is applied at most once in
 * its wallet; the same request under it gets the first answer, another one is refused as
 * a conflict. What the caller named is remembered for {@code escrowmint.idempotency-ttl}.
 * A request record made without an id has a new one, and is one operation however often
 * it is sent.
 * <p>
 * <b>Errors.</b> {@link io.escrowmint.model.InvalidRequestException}: nothing was sent.
 * {@link io.escrowmint.model.StoreUnavailableException} and
 * {@link io.escrowmint.model.WalletFencedException}: certainly not applied.
 * {@link io.escrowmint.model.OutcomeUnknownException}: maybe applied; it carries the
 * operation's id if it has one, so use a key for money.
 * {@link io.escrowmint.model.CorruptStateException}: the wallet's record is damaged,
 * nothing was applied.
 * <p>
 * <b>Lost answers.</b> Every call ends within the store's timeout. A reserve or
 * allocateLease whose answer is lost, or whose caller is interrupted, is taken back in
 * the background under its id, whoever else has reserved under it, and the caller gets
 * OutcomeUnknown with that id; a later attempt needs another id. That is tried for four
 * minutes; then, or if the process dies, open holds and leases expire. An interrupted
 * caller keeps its interrupt flag.
 * <p>
 * Thread-safe. Do not call it on a thread of the store, such as the one that completes a
 * {@link ReactiveQuotaService}: it would wait for itself.
 */
public interface QuotaService {

	/**
	 * Short for {@link #tryConsume(Consume)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default ConsumeResult tryConsume(String wallet, long amount) {
		return tryConsume(Consume.of(wallet, amount));
	}

	/**
	 * Short for {@link #tryConsume(Consume)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default ConsumeResult tryConsume(String wallet, long amount, String key) {
		return tryConsume(Consume.of(wallet, amount).key(key));
	}

	/**
	 * Takes credits from available and books them as spent, all or nothing. The exact
	 * amount that is available succeeds.
	 * @param request the request
	 * @return the outcome
	 */
	default ConsumeResult tryConsume(Consume request) {
		return execute(request);
	}

	/**
	 * Short for {@link #topUp(TopUp)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default TopUpResult topUp(String wallet, long amount) {
		return topUp(TopUp.of(wallet, amount));
	}

	/**
	 * Short for {@link #topUp(TopUp)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default TopUpResult topUp(String wallet, long amount, String key) {
		return topUp(TopUp.of(wallet, amount).key(key));
	}

	/**
	 * Grants credits to a wallet, and creates it if need be. Debt is paid first.
	 * @param request the request
	 * @return the outcome
	 */
	default TopUpResult topUp(TopUp request) {
		return execute(request);
	}

	/**
	 * Short for {@link #withdraw(Withdraw)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default WithdrawResult withdraw(String wallet, long amount) {
		return withdraw(Withdraw.of(wallet, amount));
	}

	/**
	 * Short for {@link #withdraw(Withdraw)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default WithdrawResult withdraw(String wallet, long amount, String key) {
		return withdraw(Withdraw.of(wallet, amount).key(key));
	}

	/**
	 * Takes available credits out of the wallet, all or nothing; what was granted falls.
	 * @param request the request
	 * @return the outcome
	 */
	default WithdrawResult withdraw(Withdraw request) {
		return execute(request);
	}

	/**
	 * Short for {@link #refund(Refund)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default RefundResult refund(String wallet, long amount) {
		return refund(Refund.of(wallet, amount));
	}

	/**
	 * Short for {@link #refund(Refund)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default RefundResult refund(String wallet, long amount, String key) {
		return refund(Refund.of(wallet, amount).key(key));
	}

	/**
	 * Returns spent credits to the wallet, never more than were spent, and never more
	 * than the charge that the request names.
	 * @param request the request
	 * @return the outcome
	 */
	default RefundResult refund(Refund request) {
		return execute(request);
	}

	/**
	 * Short for {@link #reserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the handle
	 * @throws io.escrowmint.model.RefusedException if the credits cannot be held, most of
	 * all {@link io.escrowmint.model.InsufficientCreditsException}
	 */
	default Reservation reserve(String wallet, long amount, Duration ttl) {
		return reserve(Reserve.of(wallet, amount, ttl));
	}

	/**
	 * Short for {@link #reserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @param id the reservation
	 * @return the handle
	 * @throws io.escrowmint.model.RefusedException if the credits cannot be held, most of
	 * all {@link io.escrowmint.model.InsufficientCreditsException}
	 */
	default Reservation reserve(String wallet, long amount, Duration ttl, String id) {
		return reserve(Reserve.of(wallet, amount, ttl).id(id));
	}

	/**
	 * Holds credits for a time and returns the handle that settles them.
	 * @param request the request
	 * @return the handle
	 * @throws io.escrowmint.model.RefusedException if the credits cannot be held, most of
	 * all {@link io.escrowmint.model.InsufficientCreditsException}
	 */
	Reservation reserve(Reserve request);

	/**
	 * Short for {@link #tryReserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the outcome
	 */
	default ReserveResult tryReserve(String wallet, long amount, Duration ttl) {
		return tryReserve(Reserve.of(wallet, amount, ttl));
	}

	/**
	 * Short for {@link #tryReserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @param id the reservation
	 * @return the outcome
	 */
	default ReserveResult tryReserve(String wallet, long amount, Duration ttl, String id) {
		return tryReserve(Reserve.of(wallet, amount, ttl).id(id));
	}

	/**
	 * Holds credits for a time, like {@link #reserve(Reserve)}; a refusal is an answer.
	 * Settle with {@link #commit(String, String)} or {@link #cancel(String, String)}.
	 * @param request the request
	 * @return the outcome
	 */
	default ReserveResult tryReserve(Reserve request) {
		return execute(request);
	}

	/**
	 * Short for {@link #extend(Extend)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the outcome
	 */
	default ExtendResult extend(String wallet, String id, Duration ttl) {
		return extend(Extend.of(wallet, id, ttl));
	}

	/**
	 * Moves the expiry of an open reservation to the later of what it is and now + ttl.
	 * Never revives.
	 * @param request the request
	 * @return the outcome
	 */
	default ExtendResult extend(Extend request) {
		return execute(request);
	}

	/**
	 * Short for {@link #commit(Commit)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the outcome
	 */
	default CommitResult commit(String wallet, String id) {
		return commit(Commit.of(wallet, id));
	}

	/**
	 * Short for {@link #commit(Commit)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param actual credits to charge, 0 to 2^53-1
	 * @return the outcome
	 */
	default CommitResult commit(String wallet, String id, long actual) {
		return commit(Commit.of(wallet, id).actual(actual));
	}

	/**
	 * Charges a reservation. Less than the hold returns the rest; more goes by the
	 * request's overrun policy, which refuses unless it says otherwise.
	 * @param request the request
	 * @return the outcome
	 */
	default CommitResult commit(Commit request) {
		return execute(request);
	}

	/**
	 * Short for {@link #cancel(Cancel)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the outcome
	 */
	default CancelResult cancel(String wallet, String id) {
		return cancel(Cancel.of(wallet, id));
	}

	/**
	 * Gives a reservation back. On an unknown id it is refused and leaves a tombstone, so
	 * that a late reserve under that id is refused.
	 * @param request the request
	 * @return the outcome
	 */
	default CancelResult cancel(Cancel request) {
		return execute(request);
	}

	/**
	 * Short for {@link #allocateLease(AllocateLease)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @param owner who owns the lease
	 * @return the outcome
	 */
	default AllocateLeaseResult allocateLease(String wallet, long amount, Duration ttl, String owner) {
		return allocateLease(AllocateLease.of(wallet, amount, ttl, owner));
	}

	/**
	 * Gives a chunk of the wallet to an owner, for a time. The request may accept a
	 * smaller grant and say what expiry does with the unspent part.
	 * @param request the request
	 * @return the outcome
	 */
	default AllocateLeaseResult allocateLease(AllocateLease request) {
		return execute(request);
	}

	/**
	 * Short for {@link #consumeLease(ConsumeLease)}.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns the lease
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default ConsumeLeaseResult consumeLease(String wallet, String id, String owner, long amount) {
		return consumeLease(ConsumeLease.of(wallet, id, owner, amount));
	}

	/**
	 * Charges credits to a live lease, all or nothing.
	 * @param request the request
	 * @return the outcome
	 */
	default ConsumeLeaseResult consumeLease(ConsumeLease request) {
		return execute(request);
	}

	/**
	 * Short for {@link #reportLease(ReportLease)}.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns the lease
	 * @param total credits spent from the lease since its allocation
	 * @return the outcome
	 */
	default ReportLeaseResult reportLease(String wallet, String id, String owner, long total) {
		return reportLease(ReportLease.of(wallet, id, owner, total));
	}

	/**
	 * Books what the owner has spent from a lease: the difference to the highest total
	 * reported so far. A lower or equal total moves nothing.
	 * @param request the request
	 * @return the outcome
	 */
	default ReportLeaseResult reportLease(ReportLease request) {
		return execute(request);
	}

	/**
	 * Short for {@link #renewLease(RenewLease)}.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns the lease
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the outcome
	 */
	default RenewLeaseResult renewLease(String wallet, String id, String owner, Duration ttl) {
		return renewLease(RenewLease.of(wallet, id, owner, ttl));
	}

	/**
	 * Moves the expiry of a live lease to the later of what it is and now + ttl. Never
	 * revives.
	 * @param request the request
	 * @return the outcome
	 */
	default RenewLeaseResult renewLease(RenewLease request) {
		return execute(request);
	}

	/**
	 * Short for {@link #releaseLease(ReleaseLease)}.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns the lease
	 * @return the outcome
	 */
	default ReleaseLeaseResult releaseLease(String wallet, String id, String owner) {
		return releaseLease(ReleaseLease.of(wallet, id, owner));
	}

	/**
	 * Ends a lease and returns its unspent part.
	 * @param request the request
	 * @return the outcome
	 */
	default ReleaseLeaseResult releaseLease(ReleaseLease request) {
		return execute(request);
	}

	/**
	 * Reads the figures of a wallet. An unknown wallet is all zeros, and does not exist.
	 * @param wallet the wallet
	 * @return the wallet's state
	 */
	default WalletState state(String wallet) {
		return query(new Query.OfWallet(wallet));
	}

	/**
	 * Reads one reservation, open or finished.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the reservation, empty if it is unknown or forgotten
	 */
	default Optional<ReservationView> reservation(String wallet, String id) {
		return query(new Query.OfReservation(wallet, id));
	}

	/**
	 * Reads open reservations, in order of expiry.
	 * @param wallet the wallet
	 * @param page which page
	 * @return the page
	 */
	default Page<ReservationView> reservations(String wallet, PageRequest page) {
		return query(new Query.Reservations(wallet, page));
	}

	/**
	 * Reads one lease, live or finished.
	 * @param wallet the wallet
	 * @param id the lease
	 * @return the lease, empty if it is unknown or forgotten
	 */
	default Optional<LeaseView> lease(String wallet, String id) {
		return query(new Query.OfLease(wallet, id));
	}

	/**
	 * Reads live leases, in order of expiry.
	 * @param wallet the wallet
	 * @param page which page
	 * @return the page
	 */
	default Page<LeaseView> leases(String wallet, PageRequest page) {
		return query(new Query.Leases(wallet, page));
	}

	/**
	 * Applies any command; the named operations are short for it.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome
	 */
	<R extends Outcome> R execute(Command<R> command);

	/**
	 * Answers any query; the named reads are short for it.
	 * @param <R> the answer
	 * @param query the query
	 * @return the answer
	 */
	<R> R query(Query<R> query);

	/**
	 * Returns a service over a store.
	 * @param store the store
	 * @param defaults what commands leave open
	 * @return the service
	 */
	static QuotaService over(QuotaStore store, QuotaDefaults defaults) {
		return new StoreQuotaService(new QuotaCalls(store, defaults));
	}

}
