package io.escrowmint.spring.actuate;

import java.time.Instant;

import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairResult.Outcome;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while the last look found wallets broken that are not repaired: an operator has to
 * decide, or the ledger has to catch up. Says when the last look ended, whatever it
 * found. Names no wallet; the endpoint does.
 */
public final class LedgerVerifyHealthIndicator extends AbstractHealthIndicator {

	private final LedgerReconciler reconciler;

	/**
	 * Creates the indicator.
	 * @param reconciler compares
	 */
	public LedgerVerifyHealthIndicator(LedgerReconciler reconciler) {
		super("The store and the ledger cannot be compared");
		this.reconciler = reconciler;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ReconcileReport report = this.reconciler.last();
		Instant looked = this.reconciler.looked();
		builder.up();
		if (looked != null) {
			builder.withDetail("looked", looked);
		}
		if (report != null) {
			if (report.open() > 0) {
				builder.down();
			}
			builder.withDetail("broken", report.open()).withDetail("undecided", report.count(Outcome.UNDECIDED));
		}
		builder.withDetail("rebuilt", this.reconciler.rebuilt()).withDetail("errors", this.reconciler.errors());
	}

}
