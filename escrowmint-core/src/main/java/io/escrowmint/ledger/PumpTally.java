package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.escrowmint.store.FailureTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the pump does and tells its listener. Written by the pump's thread, read by
 * any.
 */
final class PumpTally {

	private static final Logger logger = LoggerFactory.getLogger(LedgerPump.class);

	private final LedgerListener listener;

	final AtomicLong landed = new AtomicLong();

	final AtomicLong repeats = new AtomicLong();

	final AtomicLong divergences = new AtomicLong();

	final AtomicLong gaps = new AtomicLong();

	final AtomicLong errors = new AtomicLong();

	/** What is set aside, at the last look, and what was since. */
	final AtomicLong refused = new AtomicLong();

	private volatile @Nullable String lastError;

	PumpTally(LedgerListener listener) {
		this.listener = listener;
	}

	void landed(LandingResult.Landed result, Duration lag) {
		this.landed.addAndGet(result.events());
		this.repeats.addAndGet(result.repeats());
		this.refused.addAndGet(result.refused());
		tell((told) -> told.landed(result.events(), result.repeats(), lag));
		result.findings().forEach(this::found);
		refused(result);
	}

	/** One line for all, however many wallets they are. */
	private void refused(LandingResult.Landed result) {
		List<LedgerFinding.Refusal> refusals = result.findings()
			.stream()
			.filter(LedgerFinding.Refusal.class::isInstance)
			.map(LedgerFinding.Refusal.class::cast)
			.toList();
		if (!refusals.isEmpty()) {
			logger.warn(
					"The database refuses entries of {} wallet(s) of partition {} (SQLState {}); they are set aside and "
							+ "tried again, with what comes of these; all other wallets go on",
					refusals.size(), result.partition(), refusals.get(0).sqlState());
		}
	}

	/** Says when the last entry of a wallet has landed. */
	void relanded(RefusedWallet wallet, Relanding result) {
		this.landed.addAndGet(result.events());
		this.repeats.addAndGet(result.repeats());
		this.refused.updateAndGet((known) -> Math.max(0, known - Math.max(0, wallet.entries() - result.left())));
		Duration waited = Duration.between(wallet.since(), Instant.now());
		if (result.hasMoved()) {
			tell((told) -> told.landed(result.events(), result.repeats(), waited));
			result.findings().forEach(this::found);
		}
		if (result.left() == 0 && result.hasMoved()) {
			logger.info("What the database had refused of a wallet of partition {} has landed", wallet.partition());
		}
		else if (result.refusal() != null) {
			logger.debug("The database still refuses an entry of wallet '{}': {}", wallet.wallet(),
					result.refusal().message());
		}
	}

	/** Says no wallet's name: logs are read by many. */
	private void found(LedgerFinding finding) {
		if (finding instanceof LedgerFinding.Refusal refusal) {
			logger.debug("The database refuses an entry of wallet '{}' at {}: {}", finding.wallet(),
					finding.arrived().key(), refusal.message());
		}
		else {
			AtomicLong counter = (finding instanceof LedgerFinding.Divergence) ? this.divergences : this.gaps;
			counter.incrementAndGet();
			logger.warn("A wallet of partition {} does not fit the ledger at {}: {}", finding.arrived().partition(),
					finding.arrived().position(), finding.getClass().getSimpleName());
		}
		tell((told) -> told.found(finding));
	}

	/** One line for all: a database that is restored has gone back in many partitions. */
	void wentBack(Collection<PumpPartition> partitions) {
		logger.warn(
				"The ledger has gone back behind what had landed of {} partition(s), as after a restore or a failover "
						+ "of the database; their wallets are told in full before their next change",
				partitions.size());
		partitions.forEach((partition) -> tell((told) -> told.wentBack(partition.number)));
	}

	/** An outage is said once, and what messages say of it only as debug. */
	void failed(String what, Throwable cause) {
		this.errors.incrementAndGet();
		if (this.lastError == null) {
			logger.warn("{} failed and is tried again; more failures are logged as debug until it succeeds: {}", what,
					FailureTypes.of(cause));
		}
		logger.debug("{} failed", what, cause);
		this.lastError = what + ": " + cause.getClass().getSimpleName();
		tell(LedgerListener::failed);
	}

	void succeeded() {
		this.lastError = null;
	}

	@Nullable String lastError() {
		return this.lastError;
	}

	private void tell(Consumer<LedgerListener> fact) {
		try {
			fact.accept(this.listener);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of the ledger failed: {}", FailureTypes.of(ex));
			logger.debug("Why a listener of the ledger failed", ex);
		}
	}

}
