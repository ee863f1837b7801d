package io.escrowmint.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
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
	 * @param failure told of partitions whose wallets could not be told again: nothing
	 * may land there before they can
	 * @return the other partitions
	 */
	Set<PumpPartition> look(Map<PumpPartition, String> acknowledged, List<LedgerPosition> positions,
			BiConsumer<PumpPartition, RuntimeException> failure) {
		Map<Integer, String> landed = positions.stream()
			.collect(Collectors.toMap(LedgerPosition::partition, LedgerPosition::position));
		Map<PumpPartition, String> missing = new HashMap<>(acknowledged);
		missing.entrySet().removeIf((entry) -> {
			String position = landed.getOrDefault(entry.getKey().number, LedgerPosition.BEGINNING);
			return LedgerPosition.compare(position, entry.getValue()) >= 0
					|| entry.getValue().equals(this.retold.get(entry.getKey()));
		});
		Set<PumpPartition> settled = new HashSet<>(acknowledged.keySet());
		settled.removeAll(missing.keySet());
		if (!missing.isEmpty()) {
			Set<PumpPartition> told = retell(missing.keySet(), failure);
			told.forEach((partition) -> this.retold.put(partition, missing.get(partition)));
			settled.addAll(told);
		}
		return settled;
	}

	private Set<PumpPartition> retell(Set<PumpPartition> missing, BiConsumer<PumpPartition, RuntimeException> failure) {
		Questions<Void> questions = new Questions<>();
		missing.forEach((partition) -> questions.ask(partition, () -> this.events.retell(partition.number)));
		questions.await();
		Set<PumpPartition> told = new HashSet<>();
		questions.take((partition, answer) -> told.add(partition), failure);
		if (!told.isEmpty()) {
			this.tally.wentBack(told);
		}
		return told;
	}

}
