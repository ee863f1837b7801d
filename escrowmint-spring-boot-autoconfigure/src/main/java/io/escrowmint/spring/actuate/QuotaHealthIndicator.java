package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.metering.MeteringBacklog;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.model.Query;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while the store answers a read. Warnings of the store, and what could not be
 * settled, are details, and no reason to be down. Says nothing about liveness: a restart
 * of this process mends no store.
 */
public final class QuotaHealthIndicator extends AbstractHealthIndicator {

	private static final Query.OfWallet PROBE = new Query.OfWallet("escrowmint-health");

	private final QuotaStore store;

	private final List<StoreDiagnosis> diagnoses;

	private final Duration timeout;

	private final @Nullable MeteringSessions sessions;

	private final @Nullable CreditLeases leases;

	/**
	 * Creates the indicator.
	 * @param store the store, without anything around it
	 * @param diagnoses what is known of its server
	 * @param timeout how long to wait for the store
	 * @param sessions metered calls, if anything is metered
	 * @param leases the leases of this process, if there are any
	 */
	public QuotaHealthIndicator(QuotaStore store, List<StoreDiagnosis> diagnoses, Duration timeout,
			@Nullable MeteringSessions sessions, @Nullable CreditLeases leases) {
		super("The credits store does not answer");
		this.store = store;
		this.diagnoses = List.copyOf(diagnoses);
		this.timeout = timeout;
		this.sessions = sessions;
		this.leases = leases;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		List<String> warnings = this.diagnoses.stream().flatMap((diagnosis) -> diagnosis.warnings().stream()).toList();
		if (!warnings.isEmpty()) {
			builder.withDetail("warnings", warnings);
		}
		if (this.sessions != null) {
			MeteringBacklog backlog = this.sessions.backlog();
			builder.withDetail("settles",
					Map.of("pending", backlog.pending(), "late", backlog.late(), "lost", backlog.lost()));
		}
		if (this.leases != null) {
			LeaseExposure exposure = this.leases.exposure();
			builder.withDetail("leases", Map.of("live", exposure.leases(), "unspent", exposure.unspent(), "held",
					exposure.held(), "unreported", exposure.unreported()));
		}
		this.store.query(PROBE).toCompletableFuture().get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		builder.up();
	}

}
