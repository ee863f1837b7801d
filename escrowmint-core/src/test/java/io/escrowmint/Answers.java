package io.escrowmint;

import java.time.Instant;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.StoreUnavailableException;

/**
 * Answers of a store to the wallet {@code w} and its reservation or lease {@code id}.
 */
final class Answers {

	static final Instant EXPIRY = Instant.ofEpochMilli(60_000);

	private Answers() {
	}

	static ReserveResult reserved() {
		return new ReserveResult.Reserved("w", OperationId.of("id"), 10, EXPIRY, 90, false);
	}

	static ReserveResult insufficient() {
		return new ReserveResult.Refused(new Refusal.InsufficientCredits("w", 10, 3, 0, 0, null), 3);
	}

	static ConsumeResult consumed() {
		return new ConsumeResult.Consumed("w", 5, 95, false);
	}

	static CommitResult committed() {
		return new CommitResult.Committed("w", "id", 10, 10, 90, 0, false, false);
	}

	static CommitResult overrun() {
		return new CommitResult.Refused(new Refusal.OverrunRejected("w", "id", 12, 10, 90, 0), 90);
	}

	static CommitResult expired() {
		return new CommitResult.Refused(new Refusal.ReservationExpired("w", "id", 10), 100);
	}

	static CancelResult canceled() {
		return new CancelResult.Canceled("w", "id", 10, 100);
	}

	static CancelResult cancelNotFound() {
		return new CancelResult.Refused(new Refusal.ReservationNotFound("w", "id"), 100);
	}

	static ReleaseLeaseResult released() {
		return new ReleaseLeaseResult.Released("w", "id", 10, 100);
	}

	static AllocateLease allocate() {
		return AllocateLease.of("w", 10, java.time.Duration.ofSeconds(30), "me").id("id");
	}

	static OutcomeUnknownException unknown() {
		return new OutcomeUnknownException("w", "id", "The answer was lost", null);
	}

	static StoreUnavailableException unavailable() {
		return new StoreUnavailableException("The store cannot be reached", null);
	}

}
