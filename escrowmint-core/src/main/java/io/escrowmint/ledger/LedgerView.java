package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.escrowmint.model.EventType;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger and the stream together know of one wallet.
 */
final class LedgerView {

	private static final int PAGE = 1000;

	private final LedgerStore ledger;

	private final EventLog events;

	private final String source;

	private volatile boolean claimed;

	LedgerView(LedgerStore ledger, EventLog events, String source) {
		this.ledger = ledger;
		this.events = events;
		this.source = source;
	}

	/**
	 * Sees that it is the ledger of this store. It stays that once it is.
	 */
	void claim() {
		if (!this.claimed) {
			this.ledger.claim(this.events.storeName());
			this.claimed = true;
		}
	}

	/**
	 * Returns the last that is known of a wallet, whether it has landed or the database
	 * refuses it.
	 */
	Optional<LedgerWallet> wallet(String wallet) {
		return refused(wallet).map(LedgerPreview::wallet).or(() -> landed(wallet));
	}

	/**
	 * Returns what has landed of a wallet. Asked after what is refused, it misses nothing
	 * that was.
	 */
	Optional<LedgerWallet> landed(String wallet) {
		return this.ledger.wallet(wallet);
	}

	/**
	 * Returns what the database refuses of a wallet.
	 */
	Optional<LedgerPreview> refused(String wallet) {
		return this.ledger.refused().preview(wallet);
	}

	/**
	 * Lands what the database had refused of a wallet, if it takes it now.
	 */
	Relanding reland(String wallet, boolean dryRun) {
		Relanding result = this.ledger.refused().reland(wallet, dryRun);
		boolean more = !dryRun && result.hasMoved() && result.refusal() == null && result.left() > 0;
		return more ? reland(wallet, false) : result;
	}

	/**
	 * Hands over all entries of a wallet, in order, those that the database refuses
	 * included: they have happened.
	 */
	void entries(String wallet, Consumer<LedgerEntry> consumer) {
		NavigableMap<LedgerKey, LedgerEntry> waiting = new TreeMap<>();
		refused(wallet).ifPresent((refused) -> refused.entries().forEach((entry) -> waiting.put(entry.key(), entry)));
		landedEntries(wallet, (entry) -> {
			handOver(waiting.headMap(entry.key(), false), consumer);
			waiting.remove(entry.key());
			consumer.accept(entry);
		});
		handOver(waiting, consumer);
	}

	private static void handOver(Map<LedgerKey, LedgerEntry> waiting, Consumer<LedgerEntry> consumer) {
		waiting.values().forEach(consumer);
		waiting.clear();
	}

	private void landedEntries(String wallet, Consumer<LedgerEntry> consumer) {
		LedgerKey after = LedgerKey.BEGINNING;
		List<LedgerEntry> page;
		do {
			page = this.ledger.entries(wallet, after, PAGE);
			page.forEach(consumer);
			after = page.isEmpty() ? after : page.get(page.size() - 1).key();
		}
		while (page.size() == PAGE);
	}

	/**
	 * Returns what contradicts the ledger and came after a position.
	 */
	List<WalletEvent> divergences(String wallet, String after) {
		List<LedgerFinding.Divergence> found = new ArrayList<>();
		refused(wallet).ifPresent((refused) -> found.addAll(refused.divergences()));
		List<LedgerFinding.Divergence> page;
		int offset = 0;
		do {
			page = this.ledger.divergences(wallet, offset, PAGE);
			found.addAll(page);
			offset += PAGE;
		}
		while (page.size() == PAGE);
		return found.stream()
			.map(LedgerFinding.Divergence::arrived)
			.filter((entry) -> LedgerPosition.compare(entry.position(), after) > 0)
			.map(LedgerEntry::event)
			.distinct()
			.sorted(Comparator.comparing(LedgerKey::of))
			.toList();
	}

	/**
	 * Tells whether the wallet's life under this epoch began as if there had been none
	 * before, although there was one.
	 */
	boolean beganAnew(String wallet, long epoch, @Nullable LedgerPreview refused) {
		WalletEvent first = first(wallet, new LedgerKey(epoch, 0), refused);
		if (first == null || first.epoch() != epoch || !WalletLives.beginsAnew(first)) {
			return false;
		}
		WalletEvent oldest = first(wallet, LedgerKey.BEGINNING, refused);
		return oldest != null && oldest.epoch() < epoch;
	}

	private @Nullable WalletEvent first(String wallet, LedgerKey after, @Nullable LedgerPreview refused) {
		List<LedgerEntry> waiting = (refused != null) ? refused.entries() : List.of();
		return Stream.concat(this.ledger.entries(wallet, after, 1).stream(), waiting.stream())
			.filter((entry) -> entry.key().compareTo(after) > 0)
			.min(Comparator.comparing(LedgerEntry::key))
			.map(LedgerEntry::event)
			.orElse(null);
	}

	/**
	 * Returns the position of the last frame that tells of a wallet and has not landed;
	 * the landed position if there is none.
	 */
	Pending pending(String wallet) {
		int partition = this.events.partitionOf(wallet);
		String landed = landed(partition);
		return new Pending(partition,
				unlanded(partition, landed).filter((frame) -> tells(frame, wallet))
					.map(EventFrame::position)
					.reduce(landed, (former, later) -> later));
	}

	/**
	 * Tells whether anything of a wallet has been told and has not landed. Reads no
	 * further than to the first that has.
	 */
	boolean isPending(String wallet) {
		int partition = this.events.partitionOf(wallet);
		return unlanded(partition, landed(partition)).anyMatch((frame) -> tells(frame, wallet));
	}

	/**
	 * Returns what has been told of a wallet and has not landed.
	 */
	List<WalletEvent> told(String wallet) {
		int partition = this.events.partitionOf(wallet);
		return unlanded(partition, landed(partition)).flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals(wallet))
			.toList();
	}

	/** Page by page, none of which is kept. */
	private Stream<EventFrame> unlanded(int partition, String landed) {
		return Stream
			.iterate(read(partition, landed), (page) -> !page.isEmpty(),
					(page) -> (page.size() < PAGE) ? List.of() : read(partition, page.get(page.size() - 1).position()))
			.flatMap(List::stream);
	}

	private List<EventFrame> read(int partition, String after) {
		return Waits.await(this.events.read(partition, after, PAGE));
	}

	private static boolean tells(EventFrame frame, String wallet) {
		return frame.events().stream().anyMatch((event) -> event.wallet().equals(wallet));
	}

	/**
	 * Sees that the store tells what happens from now on. A store that has lost its data
	 * has forgotten who reads.
	 */
	void listen(String wallet) {
		int partition = this.events.partitionOf(wallet);
		if (!Waits.await(this.events.readers(partition)).containsKey(this.source)) {
			Waits.await(this.events.register(this.source));
		}
	}

	/**
	 * Sees that nothing lands any more that was read before. A pump may have read what
	 * the store has lost since: landed behind a rebuild, it would be spent twice.
	 * @param done partitions for which that was done already; the wallet's joins them
	 */
	void retract(String wallet, Set<Integer> done) {
		int partition = this.events.partitionOf(wallet);
		synchronized (done) {
			if (!done.contains(partition)) {
				this.ledger.retract(this.source, partition);
				done.add(partition);
			}
		}
	}

	/**
	 * Tells whether that was done for the wallet's partition.
	 */
	boolean isRetracted(String wallet, Set<Integer> done) {
		synchronized (done) {
			return done.contains(this.events.partitionOf(wallet));
		}
	}

	boolean hasLanded(Pending pending) {
		return LedgerPosition.compare(landed(pending.partition()), pending.position()) >= 0;
	}

	/**
	 * What is acknowledged was committed before, unless the ledger has gone back since.
	 * After a failover the ledger's own position may be beyond what the store tells next.
	 */
	private String landed(int partition) {
		String acknowledged = Waits.await(this.events.readers(partition))
			.getOrDefault(this.source, LedgerPosition.BEGINNING);
		return this.ledger.positions(this.source)
			.stream()
			.filter((position) -> position.partition() == partition)
			.map(LedgerPosition::position)
			.filter((position) -> LedgerPosition.compare(position, acknowledged) < 0)
			.findFirst()
			.orElse(acknowledged);
	}

	/**
	 * How far a partition has to land until nothing of a wallet is left.
	 *
	 * @param partition its partition
	 * @param position of the last frame that tells of it
	 */
	record Pending(int partition, String position) {

	}

}
