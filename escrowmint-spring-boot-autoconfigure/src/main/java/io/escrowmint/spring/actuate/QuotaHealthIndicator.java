package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

	/**
	 * Creates the indicator.
	 * @param store the store, without anything around it
	 * @param diagnoses what is known of its server
	 * @param timeout how long to wait for the store
	 * @param sessions metered calls, if anything is metered
	 */
	public QuotaHealthIndicator(QuotaStore store, List<StoreDiagnosis> diagnoses, Duration timeout,
			@Nullable MeteringSessions sessions) {
		super("The credits store does not answer");
		this.store = store;
		this.diagnoses = List.copyOf(diagnoses);
		this.timeout = timeout;
		this.sessions = sessions;
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
		this.store.query(PROBE).toCompletableFuture().get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		builder.up();
	}

}
