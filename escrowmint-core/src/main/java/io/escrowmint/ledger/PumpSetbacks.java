package io.escrowmint.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import io.escrowmint.store.EventLog;

/**
 * What is done about a ledger that has gone back behind what was acknowledged, as after a
 * restore from a backup, or a failover of the database that lost the last commits. What
 * had landed may be cut, so that it cannot be read again: the store is asked to tell
 * every wallet of the partition in full before its next change. For one thread.
 */
final class PumpSetbacks {

	private final EventLog events;

	private final PumpTally tally;

	/** What was made up for: the ledger stays behind it until something lands. */
	private final Map<PumpPartition, String> retold = new HashMap<>();

	PumpSetbacks(EventLog events, PumpTally tally) {
		this.events = events;
		this.tally = tally;
	}

	/**
	 * Looks whether the ledger has what was committed before it was acknowledged.
	 * @param acknowledged what the store remembers of some partitions
	 * @param positions what the ledger has, read after that
	 */
	void look(Map<PumpPartition, String> acknowledged, List<LedgerPosition> positions) {
		Map<Integer, String> landed = positions.stream()
			.collect(Collectors.toMap(LedgerPosition::partition, LedgerPosition::position));
		Map<PumpPartition, String> missing = new HashMap<>(acknowledged);
		missing.entrySet().removeIf((entry) -> {
			String position = landed.getOrDefault(entry.getKey().number, LedgerPosition.BEGINNING);
			return LedgerPosition.compare(position, entry.getValue()) >= 0
					|| entry.getValue().equals(this.retold.get(entry.getKey()));
		});
		if (!missing.isEmpty()) {
			List<CompletionStage<Void>> answers = missing.keySet()
				.stream()
				.map((partition) -> this.events.retell(partition.number))
				.toList();
			answers.forEach(Questions::valueOf);
			this.retold.putAll(missing);
			this.tally.wentBack(missing.keySet());
		}
	}

}
