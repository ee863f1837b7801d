package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.util.List;

import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Down while events wait too long or too many of them do, long before the store has no
 * room for more. What does not fit the ledger is a detail, and what the database refuses
 * a warning: it is kept in SQL, and only its wallets wait. Says nothing about liveness: a
 * restart of this process mends no database.
 */
public final class LedgerHealthIndicator extends AbstractHealthIndicator {

	private final LedgerPump pump;

	private final Duration maxLag;

	private final long maxBacklog;

	/**
	 * Creates the indicator.
	 * @param pump the pump
	 * @param maxLag for how long events may wait
	 * @param maxBacklog how many frames may lie in the store
	 */
	public LedgerHealthIndicator(LedgerPump pump, Duration maxLag, long maxBacklog) {
		super("The ledger is behind");
		this.pump = pump;
		this.maxLag = maxLag;
		this.maxBacklog = maxBacklog;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		PumpStatus status = this.pump.status();
		boolean late = status.lag().compareTo(this.maxLag) > 0 || status.backlog() > this.maxBacklog;
		builder.status((late || status.blocked() > 0) ? Status.DOWN : Status.UP);
		builder.withDetail("lagMillis", status.lag().toMillis())
			.withDetail("backlog", status.backlog())
			.withDetail("hosted", status.hosted())
			.withDetail("blocked", status.blocked())
			.withDetail("refused", status.refused())
			.withDetail("divergences", status.divergences())
			.withDetail("gaps", status.gaps());
		if (status.refused() > 0) {
			builder.withDetail("warnings", List.of("The database refuses rows of the ledger; entries that wait: "
					+ status.refused() + ". The table of refused entries says which and why"));
		}
		if (status.lastError() != null) {
			builder.withDetail("lastError", status.lastError());
		}
	}

}
