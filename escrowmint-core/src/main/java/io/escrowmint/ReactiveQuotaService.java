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
import reactor.core.publisher.Mono;

/**
 * Prepaid credits on {@link Mono}: the mirror of {@link QuotaService}, verb by verb, with
 * the same promises. Failures, bad input included, arrive as error signals.
 * <p>
 * <b>Lazy.</b> Nothing is sent before a subscription, and each subscription sends once.
 * The short forms make a new request, with a new id, for each subscription: subscribing
 * twice to {@code reserve("wallet:123", 10, ttl)} holds twice. A request record keeps its
 * id: subscribing again repeats the same operation.
 * <p>
 * <b>Cancellation.</b> A canceled {@code Mono} of reserve, tryReserve or allocateLease is
 * taken back in the background under its id, as is one whose answer was lost; do not
 * subscribe again, by {@code retry} after a {@code timeout} for example, without another
 * id. Other operations run to their end.
 * <p>
 * <b>Settling.</b> {@code reserve} gives a handle, made for {@code usingWhen}:
 *
 * <pre class="code">
 * Mono.usingWhen(quota.reserve("wallet:123", 10, Duration.ofSeconds(30)),
 *         (hold) -&gt; work().flatMap((units) -&gt; hold.commit(units)), ReactiveReservation::close);
 * </pre>
 * <p>
 * Thread-safe. Signals arrive on a thread of the store: do not block there.
 */
public interface ReactiveQuotaService {

	/**
	 * Short for {@link #tryConsume(Consume)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default Mono<ConsumeResult> tryConsume(String wallet, long amount) {
		return Mono.defer(() -> tryConsume(Consume.of(wallet, amount)));
	}

	/**
	 * Short for {@link #tryConsume(Consume)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default Mono<ConsumeResult> tryConsume(String wallet, long amount, String key) {
		return Mono.defer(() -> tryConsume(Consume.of(wallet, amount).key(key)));
	}

	/**
	 * Takes credits from available and books them as spent, all or nothing. The exact
	 * amount that is available succeeds.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ConsumeResult> tryConsume(Consume request) {
		return execute(request);
	}

	/**
	 * Short for {@link #topUp(TopUp)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default Mono<TopUpResult> topUp(String wallet, long amount) {
		return Mono.defer(() -> topUp(TopUp.of(wallet, amount)));
	}

	/**
	 * Short for {@link #topUp(TopUp)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default Mono<TopUpResult> topUp(String wallet, long amount, String key) {
		return Mono.defer(() -> topUp(TopUp.of(wallet, amount).key(key)));
	}

	/**
	 * Grants credits to a wallet, and creates it if need be. Debt is paid first.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<TopUpResult> topUp(TopUp request) {
		return execute(request);
	}

	/**
	 * Short for {@link #withdraw(Withdraw)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default Mono<WithdrawResult> withdraw(String wallet, long amount) {
		return Mono.defer(() -> withdraw(Withdraw.of(wallet, amount)));
	}

	/**
	 * Short for {@link #withdraw(Withdraw)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default Mono<WithdrawResult> withdraw(String wallet, long amount, String key) {
		return Mono.defer(() -> withdraw(Withdraw.of(wallet, amount).key(key)));
	}

	/**
	 * Takes available credits out of the wallet, all or nothing; what was granted falls.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<WithdrawResult> withdraw(Withdraw request) {
		return execute(request);
	}

	/**
	 * Short for {@link #refund(Refund)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @return the outcome
	 */
	default Mono<RefundResult> refund(String wallet, long amount) {
		return Mono.defer(() -> refund(Refund.of(wallet, amount)));
	}

	/**
	 * Short for {@link #refund(Refund)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param key the operation key: the same key with the same request is applied once
	 * @return the outcome
	 */
	default Mono<RefundResult> refund(String wallet, long amount, String key) {
		return Mono.defer(() -> refund(Refund.of(wallet, amount).key(key)));
	}

	/**
	 * Returns spent credits to the wallet, never more than were spent, and never more
	 * than the charge that the request names.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<RefundResult> refund(Refund request) {
		return execute(request);
	}

	/**
	 * Short for {@link #reserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the handle
	 */
	default Mono<ReactiveReservation> reserve(String wallet, long amount, Duration ttl) {
		return Mono.defer(() -> reserve(Reserve.of(wallet, amount, ttl)));
	}

	/**
	 * Short for {@link #reserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @param id the reservation
	 * @return the handle
	 */
	default Mono<ReactiveReservation> reserve(String wallet, long amount, Duration ttl, String id) {
		return Mono.defer(() -> reserve(Reserve.of(wallet, amount, ttl).id(id)));
	}

	/**
	 * Holds credits for a time and returns the handle that settles them.
	 * @param request the request
	 * @return the handle
	 */
	Mono<ReactiveReservation> reserve(Reserve request);

	/**
	 * Short for {@link #tryReserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the outcome
	 */
	default Mono<ReserveResult> tryReserve(String wallet, long amount, Duration ttl) {
		return Mono.defer(() -> tryReserve(Reserve.of(wallet, amount, ttl)));
	}

	/**
	 * Short for {@link #tryReserve(Reserve)}.
	 * @param wallet the wallet
	 * @param amount credits, 1 to 2^53-1
	 * @param ttl time to live, 1 ms to 365 days
	 * @param id the reservation
	 * @return the outcome
	 */
	default Mono<ReserveResult> tryReserve(String wallet, long amount, Duration ttl, String id) {
		return Mono.defer(() -> tryReserve(Reserve.of(wallet, amount, ttl).id(id)));
	}

	/**
	 * Holds credits for a time, like {@link #reserve(Reserve)}; a refusal is an answer.
	 * Settle with {@link #commit(String, String)} or {@link #cancel(String, String)}.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ReserveResult> tryReserve(Reserve request) {
		return execute(request);
	}

	/**
	 * Short for {@link #extend(Extend)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param ttl time to live, 1 ms to 365 days
	 * @return the outcome
	 */
	default Mono<ExtendResult> extend(String wallet, String id, Duration ttl) {
		return Mono.defer(() -> extend(Extend.of(wallet, id, ttl)));
	}

	/**
	 * Moves the expiry of an open reservation to the later of what it is and now + ttl.
	 * Never revives.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ExtendResult> extend(Extend request) {
		return execute(request);
	}

	/**
	 * Short for {@link #commit(Commit)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the outcome
	 */
	default Mono<CommitResult> commit(String wallet, String id) {
		return Mono.defer(() -> commit(Commit.of(wallet, id)));
	}

	/**
	 * Short for {@link #commit(Commit)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param actual credits to charge, 0 to 2^53-1
	 * @return the outcome
	 */
	default Mono<CommitResult> commit(String wallet, String id, long actual) {
		return Mono.defer(() -> commit(Commit.of(wallet, id).actual(actual)));
	}

	/**
	 * Charges a reservation. Less than the hold returns the rest; more goes by the
	 * request's overrun policy, which refuses unless it says otherwise.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<CommitResult> commit(Commit request) {
		return execute(request);
	}

	/**
	 * Short for {@link #cancel(Cancel)}.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the outcome
	 */
	default Mono<CancelResult> cancel(String wallet, String id) {
		return Mono.defer(() -> cancel(Cancel.of(wallet, id)));
	}

	/**
	 * Gives a reservation back. On an unknown id it is refused and leaves a tombstone, so
	 * that a late reserve under that id is refused.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<CancelResult> cancel(Cancel request) {
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
	default Mono<AllocateLeaseResult> allocateLease(String wallet, long amount, Duration ttl, String owner) {
		return Mono.defer(() -> allocateLease(AllocateLease.of(wallet, amount, ttl, owner)));
	}

	/**
	 * Gives a chunk of the wallet to an owner, for a time. The request may accept a
	 * smaller grant and say what expiry does with the unspent part.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<AllocateLeaseResult> allocateLease(AllocateLease request) {
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
	default Mono<ConsumeLeaseResult> consumeLease(String wallet, String id, String owner, long amount) {
		return Mono.defer(() -> consumeLease(ConsumeLease.of(wallet, id, owner, amount)));
	}

	/**
	 * Charges credits to a live lease, all or nothing.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ConsumeLeaseResult> consumeLease(ConsumeLease request) {
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
	default Mono<ReportLeaseResult> reportLease(String wallet, String id, String owner, long total) {
		return Mono.defer(() -> reportLease(ReportLease.of(wallet, id, owner, total)));
	}

	/**
	 * Books what the owner has spent from a lease: the difference to the highest total
	 * reported so far. A lower or equal total moves nothing.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ReportLeaseResult> reportLease(ReportLease request) {
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
	default Mono<RenewLeaseResult> renewLease(String wallet, String id, String owner, Duration ttl) {
		return Mono.defer(() -> renewLease(RenewLease.of(wallet, id, owner, ttl)));
	}

	/**
	 * Moves the expiry of a live lease to the later of what it is and now + ttl. Never
	 * revives.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<RenewLeaseResult> renewLease(RenewLease request) {
		return execute(request);
	}

	/**
	 * Short for {@link #releaseLease(ReleaseLease)}.
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner who owns the lease
	 * @return the outcome
	 */
	default Mono<ReleaseLeaseResult> releaseLease(String wallet, String id, String owner) {
		return Mono.defer(() -> releaseLease(ReleaseLease.of(wallet, id, owner)));
	}

	/**
	 * Ends a lease and returns its unspent part.
	 * @param request the request
	 * @return the outcome
	 */
	default Mono<ReleaseLeaseResult> releaseLease(ReleaseLease request) {
		return execute(request);
	}

	/**
	 * Reads the figures of a wallet. An unknown wallet is all zeros, and does not exist.
	 * @param wallet the wallet
	 * @return the wallet's state
	 */
	default Mono<WalletState> state(String wallet) {
		return Mono.defer(() -> query(new Query.OfWallet(wallet)));
	}

	/**
	 * Reads one reservation, open or finished.
	 * @param wallet the wallet
	 * @param id the reservation
	 * @return the reservation, empty if it is unknown or forgotten
	 */
	default Mono<Optional<ReservationView>> reservation(String wallet, String id) {
		return Mono.defer(() -> query(new Query.OfReservation(wallet, id)));
	}

	/**
	 * Reads open reservations, in order of expiry.
	 * @param wallet the wallet
	 * @param page which page
	 * @return the page
	 */
	default Mono<Page<ReservationView>> reservations(String wallet, PageRequest page) {
		return Mono.defer(() -> query(new Query.Reservations(wallet, page)));
	}

	/**
	 * Reads one lease, live or finished.
	 * @param wallet the wallet
	 * @param id the lease
	 * @return the lease, empty if it is unknown or forgotten
	 */
	default Mono<Optional<LeaseView>> lease(String wallet, String id) {
		return Mono.defer(() -> query(new Query.OfLease(wallet, id)));
	}

	/**
	 * Reads live leases, in order of expiry.
	 * @param wallet the wallet
	 * @param page which page
	 * @return the page
	 */
	default Mono<Page<LeaseView>> leases(String wallet, PageRequest page) {
		return Mono.defer(() -> query(new Query.Leases(wallet, page)));
	}

	/**
	 * Applies any command; the named operations are short for it.
	 * @param <R> the outcome
	 * @param command the command
	 * @return the outcome
	 */
	<R extends Outcome> Mono<R> execute(Command<R> command);

	/**
	 * Answers any query; the named reads are short for it.
	 * @param <R> the answer
	 * @param query the query
	 * @return the answer
	 */
	<R> Mono<R> query(Query<R> query);

	/**
	 * Returns a service over a store.
	 * @param store the store
	 * @param defaults what commands leave open
	 * @return the service
	 */
	static ReactiveQuotaService over(QuotaStore store, QuotaDefaults defaults) {
		return new StoreReactiveQuotaService(new QuotaCalls(store, defaults));
	}

}
