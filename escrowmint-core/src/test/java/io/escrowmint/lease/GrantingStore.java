package io.escrowmint.lease;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;
import io.escrowmint.store.QuotaStore;

/**
 * Grants every lease and remembers nothing, so that what lies in memory lies in leases.
 */
final class GrantingStore implements QuotaStore {

	private static final long PLENTY = 1_000_000;

	@Override
	@SuppressWarnings("unchecked") // each answer is the outcome of its command
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return CompletableFuture.completedFuture((R) answer(command));
	}

	private static Outcome answer(Command<?> command) {
		if (command instanceof AllocateLease allocate) {
			return new AllocateLeaseResult.Allocated(allocate.wallet(), allocate.id(), allocate.amount(),
					allocate.amount(), Instant.EPOCH, PLENTY, false);
		}
		if (command instanceof ReportLease report) {
			return new ReportLeaseResult.Reported(report.wallet(), report.id(), report.total(), report.total(), 0,
					false, PLENTY, 0);
		}
		if (command instanceof RenewLease renew) {
			return new RenewLeaseResult.Renewed(renew.wallet(), renew.id(), 0, Instant.EPOCH, PLENTY, true);
		}
		if (command instanceof ReleaseLease release) {
			return new ReleaseLeaseResult.Released(release.wallet(), release.id(), 0, PLENTY);
		}
		throw new UnsupportedOperationException(command.toString());
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		throw new UnsupportedOperationException();
	}

}
