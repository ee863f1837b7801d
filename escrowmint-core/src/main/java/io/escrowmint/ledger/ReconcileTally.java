package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Counts what one comparison of many wallets finds. Thread-safe by its monitor.
 */
final class ReconcileTally {

	private static final int KEPT = 1000;

	private final Instant begun = Instant.now();

	private final long nanos = System.nanoTime();

	private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);

	private final Map<RepairResult.Outcome, Long> outcomes = new EnumMap<>(RepairResult.Outcome.class);

	private final List<WalletCheck> broken = new ArrayList<>();

	/** Whose name is among the broken; what became of them is kept too. */
	private final Set<String> named = new HashSet<>();

	private final List<RepairResult> repairs = new ArrayList<>();

	/** What was open before and has not been compared yet. */
	private final Map<String, WalletCheck> unseen = new LinkedHashMap<>();

	private long wallets;

	private long failed;

	/**
	 * Begins to count.
	 * @param before the report before, whose open wallets stay open until they are
	 * compared
	 */
	ReconcileTally(@Nullable ReconcileReport before) {
		if (before != null) {
			before.openChecks().forEach((check) -> this.unseen.put(check.wallet(), check));
		}
	}

	synchronized void checked(WalletCheck check) {
		this.wallets++;
		this.unseen.remove(check.wallet());
		this.verdicts.merge(check.verdict(), 1L, Long::sum);
		if (check.verdict().isBroken() && this.broken.size() < KEPT) {
			this.broken.add(check);
			this.named.add(check.wallet());
		}
	}

	synchronized void repaired(RepairResult result) {
		this.outcomes.merge(result.outcome(), 1L, Long::sum);
		if (this.repairs.size() < KEPT || this.named.contains(result.wallet())) {
			this.repairs.add(result);
		}
	}

	synchronized void failed() {
		this.failed++;
	}

	synchronized boolean hasFoundBroken() {
		return !this.broken.isEmpty();
	}

	synchronized ReconcileReport report() {
		Map<Verdict, Long> verdicts = new EnumMap<>(this.verdicts);
		this.unseen.values().forEach((check) -> verdicts.merge(check.verdict(), 1L, Long::sum));
		List<WalletCheck> broken = Stream.concat(this.broken.stream(), this.unseen.values().stream())
			.limit(KEPT)
			.toList();
		return new ReconcileReport(this.begun, Duration.ofNanos(System.nanoTime() - this.nanos), this.wallets,
				this.failed, verdicts, this.outcomes, broken, this.repairs);
	}

}
