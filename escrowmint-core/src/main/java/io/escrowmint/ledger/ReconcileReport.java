package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of many wallets found and did.
 *
 * @param begun when it began
 * @param took how long it took
 * @param wallets how many wallets were compared
 * @param failed how many could not be, because the store or the database failed
 * @param verdicts how many wallets had which verdict
 * @param outcomes how many broken wallets had which outcome; empty if nothing was to be
 * repaired
 * @param broken what was found broken, the first thousand
 * @param repairs what was repaired or would be, the first thousand
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

}
