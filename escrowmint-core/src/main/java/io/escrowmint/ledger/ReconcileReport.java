package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a comparison of many wallets found and did.
 *
 * @param begun when it began
 * @param took how long it took
 * @param wallets how many wallets were compared
 * @param failed how many could not be, because the store or the database failed
 * @param verdicts how many wallets had which verdict, those included that the report
 * before this one left open and that were not compared since
 * @param outcomes how many broken wallets had which outcome; empty if nothing was to be
 * repaired
 * @param broken what was found broken, or left open as said above, the first thousand
 * @param repairs what was repaired or would be, the first thousand, and all of those that
 * {@code broken} has
 */
public record ReconcileReport(Instant begun, Duration took, long wallets, long failed, Map<Verdict, Long> verdicts,
		Map<RepairResult.Outcome, Long> outcomes, List<WalletCheck> broken, List<RepairResult> repairs) {

	public ReconcileReport {
		verdicts = Map.copyOf(verdicts);
		outcomes = Map.copyOf(outcomes);
		broken = List.copyOf(broken);
		repairs = List.copyOf(repairs);
	}

	/**
	 * Returns how many wallets have a verdict.
	 * @param verdict the verdict
	 * @return the number
	 */
	public long count(Verdict verdict) {
		return this.verdicts.getOrDefault(verdict, 0L);
	}

	/**
	 * Returns how many wallets have an outcome.
	 * @param outcome the outcome
	 * @return the number
	 */
	public long count(RepairResult.Outcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0L);
	}

	/**
	 * Returns how many wallets were found broken and are not repaired.
	 * @return the number, those included that have no name here
	 */
	public long open() {
		long found = this.verdicts.keySet().stream().filter(Verdict::isBroken).mapToLong(this::count).sum();
		long mended = this.outcomes.keySet()
			.stream()
			.filter(RepairResult.Outcome::isMended)
			.mapToLong(this::count)
			.sum();
		return found - mended;
	}

	/**
	 * Tells whether nothing was found broken, but for what came right by itself, and
	 * nothing was to be repaired.
	 */
	boolean isUneventful() {
		return this.outcomes.isEmpty() && this.verdicts.keySet().stream().noneMatch(Verdict::isBroken);
	}

	/**
	 * Returns which wallets were found broken and are not repaired.
	 * @return their names, as far as {@code broken} has them
	 */
	public List<String> openWallets() {
		return openChecks().map(WalletCheck::wallet).toList();
	}

	/**
	 * Returns what was found of the wallets that are broken and not repaired.
	 */
	Stream<WalletCheck> openChecks() {
		Set<String> mended = this.repairs.stream()
			.filter((repair) -> repair.outcome().isMended())
			.map(RepairResult::wallet)
			.collect(Collectors.toSet());
		return this.broken.stream().filter((check) -> !mended.contains(check.wallet()));
	}

	/**
	 * Returns the same report of a wallet that was broken and is not any more.
	 * @param now what is found of it
	 * @return the report, with that instead of what had been found and tried
	 */
	ReconcileReport amended(WalletCheck now) {
		Map<Verdict, Long> verdicts = new HashMap<>(this.verdicts);
		Map<RepairResult.Outcome, Long> outcomes = new HashMap<>(this.outcomes);
		this.broken.stream().filter((check) -> check.wallet().equals(now.wallet())).forEach((check) -> {
			verdicts.merge(check.verdict(), -1L, Long::sum);
			verdicts.merge(now.verdict(), 1L, Long::sum);
		});
		this.repairs.stream()
			.filter((repair) -> repair.wallet().equals(now.wallet()))
			.forEach((repair) -> outcomes.merge(repair.outcome(), -1L, Long::sum));
		verdicts.values().removeIf((count) -> count == 0);
		outcomes.values().removeIf((count) -> count == 0);
		return new ReconcileReport(this.begun, this.took, this.wallets, this.failed, verdicts, outcomes,
				this.broken.stream().filter((check) -> !check.wallet().equals(now.wallet())).toList(),
				this.repairs.stream().filter((repair) -> !repair.wallet().equals(now.wallet())).toList());
	}

}
