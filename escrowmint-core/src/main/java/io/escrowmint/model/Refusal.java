package io.escrowmint.model;

import java.io.Serializable;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation was refused. A refusal moves nothing and is not remembered: the same
 * request may succeed later.
 */
public sealed interface Refusal extends Serializable {

	/**
	 * Returns the wallet of the refused operation.
	 * @return the wallet
	 */
	String wallet();

	/**
	 * Says what was refused, how much was missing and what to do next.
	 * @return a sentence for humans
	 */
	String message();

	/**
	 * Returns the exception that stands for this refusal.
	 * @return a new exception
	 */
	RefusedException toException();

	/**
	 * The wallet has less available than is needed.
	 *
	 * @param wallet the wallet
	 * @param requested the amount that was needed; of a lease its minimum
	 * @param available what the wallet has
	 * @param held what open reservations hold
	 * @param leased the unspent part of live leases
	 * @param earliestExpiry when the next hold or lease expires, if there is one
	 */
	record InsufficientCredits(String wallet, long requested, long available, long held, long leased,
			@Nullable Instant earliestExpiry) implements Refusal {

		@Override
		public String message() {
			return "Insufficient credits in wallet '" + this.wallet + "': requested " + this.requested + ", available "
					+ this.available + " (held " + this.held + ", leased " + this.leased + ")";
		}

		@Override
		public InsufficientCreditsException toException() {
			return new InsufficientCreditsException(this);
		}

	}

	/**
	 * The key or id was used before for another request.
	 *
	 * @param wallet the wallet
	 * @param key the key or id
	 * @param firstAmount the amount of the first request
	 */
	record IdempotencyConflict(String wallet, String key, long firstAmount) implements Refusal {

		@Override
		public String message() {
			return "Key '" + this.key + "' of wallet '" + this.wallet + "' was used before for another request (amount "
					+ this.firstAmount + "); use a new key";
		}

		@Override
		public IdempotencyConflictException toException() {
			return new IdempotencyConflictException(this);
		}

	}

	/**
	 * The reservation was committed before with another amount.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param requested the amount that was asked for now
	 * @param first the first answer
	 */
	record CommitConflict(String wallet, String id, long requested, CommitResult.Committed first) implements Refusal {

		@Override
		public String message() {
			return "Reservation '" + this.id + "' of wallet '" + this.wallet + "' was committed before with "
					+ this.first.asked() + " and cannot be committed with " + this.requested;
		}

		@Override
		public CommitConflictException toException() {
			return new CommitConflictException(this);
		}

	}

	/**
	 * The operation would take {@code granted + debt} past 2^53-1.
	 *
	 * @param wallet the wallet
	 * @param requested the amount
	 * @param headroom how much more the wallet can take
	 */
	record WalletLimit(String wallet, long requested, long headroom) implements Refusal {

		@Override
		public String message() {
			return "Wallet '" + this.wallet + "' cannot take " + this.requested + " more credits: its limit of "
					+ Limits.MAX_CREDITS + " leaves room for " + this.headroom;
		}

		@Override
		public WalletLimitException toException() {
			return new WalletLimitException(this);
		}

	}

	/**
	 * The refund asks for more than was charged and not yet refunded.
	 *
	 * @param wallet the wallet
	 * @param requested the amount
	 * @param refundable the most that could be refunded
	 */
	record RefundExceeded(String wallet, long requested, long refundable) implements Refusal {

		@Override
		public String message() {
			return "Refund of " + this.requested + " to wallet '" + this.wallet + "' exceeds what is refundable: "
					+ this.refundable;
		}

		@Override
		public RefundExceededException toException() {
			return new RefundExceededException(this);
		}

	}

	/**
	 * The charge that a refund names is unknown or forgotten.
	 *
	 * @param wallet the wallet
	 * @param charge the charge that was named
	 */
	record ChargeNotFound(String wallet, Charge charge) implements Refusal {

		@Override
		public String message() {
			return "Wallet '" + this.wallet + "' knows no charge of " + this.charge;
		}

		@Override
		public ChargeNotFoundException toException() {
			return new ChargeNotFoundException(this);
		}

	}

	/**
	 * The commit asks for more than the hold and its policy allow. The hold stays.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param requested the amount that was asked for
	 * @param held the amount of the hold
	 * @param available what the wallet has beside it
	 * @param debt the wallet's debt
	 */
	record OverrunRejected(String wallet, String id, long requested, long held, long available,
			long debt) implements Refusal {

		@Override
		public String message() {
			return "Commit of " + this.requested + " exceeds reservation '" + this.id + "' of wallet '" + this.wallet
					+ "' (held " + this.held + ", available " + this.available + ", debt " + this.debt
					+ ") and its overrun policy";
		}

		@Override
		public OverrunRejectedException toException() {
			return new OverrunRejectedException(this);
		}

	}

	/**
	 * The reservation is unknown or forgotten.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 */
	record ReservationNotFound(String wallet, String id) implements Refusal {

		@Override
		public String message() {
			return "Wallet '" + this.wallet + "' knows no reservation '" + this.id + "'";
		}

		@Override
		public ReservationNotFoundException toException() {
			return new ReservationNotFoundException(this);
		}

	}

	/**
	 * The reservation has expired.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param amount the amount that it held
	 */
	record ReservationExpired(String wallet, String id, long amount) implements Refusal {

		@Override
		public String message() {
			return "Reservation '" + this.id + "' of wallet '" + this.wallet + "' has expired; its " + this.amount
					+ " credits are back in the wallet";
		}

		@Override
		public ReservationExpiredException toException() {
			return new ReservationExpiredException(this);
		}

	}

	/**
	 * The reservation was canceled, or its id was canceled before it was used.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param amount the amount that it held, 0 if it never did
	 */
	record ReservationCanceled(String wallet, String id, long amount) implements Refusal {

		@Override
		public String message() {
			return "Reservation '" + this.id + "' of wallet '" + this.wallet + "' is canceled";
		}

		@Override
		public ReservationCanceledException toException() {
			return new ReservationCanceledException(this);
		}

	}

	/**
	 * The reservation is already committed.
	 *
	 * @param wallet the wallet
	 * @param id the reservation
	 * @param first the answer to the commit
	 */
	record ReservationCommitted(String wallet, String id, CommitResult.Committed first) implements Refusal {

		@Override
		public String message() {
			return "Reservation '" + this.id + "' of wallet '" + this.wallet + "' is already committed with "
					+ this.first.charged() + " credits";
		}

		@Override
		public ReservationCommittedException toException() {
			return new ReservationCommittedException(this);
		}

	}

	/**
	 * The lease is unknown or forgotten.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 */
	record LeaseNotFound(String wallet, String id) implements Refusal {

		@Override
		public String message() {
			return "Wallet '" + this.wallet + "' knows no lease '" + this.id + "'";
		}

		@Override
		public LeaseNotFoundException toException() {
			return new LeaseNotFoundException(this);
		}

	}

	/**
	 * The lease has expired.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 */
	record LeaseExpired(String wallet, String id) implements Refusal {

		@Override
		public String message() {
			return "Lease '" + this.id + "' of wallet '" + this.wallet + "' has expired";
		}

		@Override
		public LeaseExpiredException toException() {
			return new LeaseExpiredException(this);
		}

	}

	/**
	 * The lease was released, or its id was released before it was used.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 */
	record LeaseReleased(String wallet, String id) implements Refusal {

		@Override
		public String message() {
			return "Lease '" + this.id + "' of wallet '" + this.wallet + "' is released";
		}

		@Override
		public LeaseReleasedException toException() {
			return new LeaseReleasedException(this);
		}

	}

	/**
	 * The lease belongs to another owner.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param owner the owner that asked
	 */
	record LeaseOwnerMismatch(String wallet, String id, String owner) implements Refusal {

		@Override
		public String message() {
			return "Lease '" + this.id + "' of wallet '" + this.wallet + "' does not belong to '" + this.owner + "'";
		}

		@Override
		public LeaseOwnerMismatchException toException() {
			return new LeaseOwnerMismatchException(this);
		}

	}

	/**
	 * The lease has less unspent credits than is needed.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param requested the amount, or the total that was reported
	 * @param unspent what the lease has
	 */
	record LeaseExhausted(String wallet, String id, long requested, long unspent) implements Refusal {

		@Override
		public String message() {
			return "Lease '" + this.id + "' of wallet '" + this.wallet + "' has " + this.unspent
					+ " unspent, requested " + this.requested;
		}

		@Override
		public LeaseExhaustedException toException() {
			return new LeaseExhaustedException(this);
		}

	}

	/**
	 * The HTTP key is held by a request that is still running.
	 *
	 * @param wallet the wallet
	 * @param key the key
	 * @param expiresAt when the running request's hold expires, if it is known
	 */
	record HttpKeyInFlight(String wallet, String key, @Nullable Instant expiresAt) implements Refusal {

		@Override
		public String message() {
			return "HTTP key '" + this.key + "' of wallet '" + this.wallet + "' is in flight";
		}

		@Override
		public HttpKeyInFlightException toException() {
			return new HttpKeyInFlightException(this);
		}

	}

	/**
	 * The HTTP key was used before for another payload.
	 *
	 * @param wallet the wallet
	 * @param key the key
	 */
	record HttpKeyReused(String wallet, String key) implements Refusal {

		@Override
		public String message() {
			return "HTTP key '" + this.key + "' of wallet '" + this.wallet + "' was used before for another payload";
		}

		@Override
		public HttpKeyReusedException toException() {
			return new HttpKeyReusedException(this);
		}

	}

	/**
	 * The HTTP key has its answer already: replay it instead of doing the work again.
	 *
	 * @param wallet the wallet
	 * @param key the key
	 * @param response the stored response, if one was stored
	 */
	record HttpKeyAnswered(String wallet, String key, @Nullable Bytes response) implements Refusal {

		@Override
		public String message() {
			return "HTTP key '" + this.key + "' of wallet '" + this.wallet + "' has its answer already";
		}

		@Override
		public HttpKeyAnsweredException toException() {
			return new HttpKeyAnsweredException(this);
		}

	}

}
