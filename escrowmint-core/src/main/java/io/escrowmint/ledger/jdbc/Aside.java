package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.jdbc.Triage.EntryId;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sets entries aside that the database refuses, and whatever comes of the same wallets
 * after them, in the order in which it comes. What is set aside already is not set aside
 * again. Used under the lock of the partition; not thread-safe.
 */
final class Aside {

	private final JdbcTemplate jdbc;

	private final LedgerStatements statements;

	private final Instant now;

	/** The last place of each wallet that has something here. */
	private final Map<String, Long> places = new HashMap<>();

	private final List<RefusedRow> rows = new ArrayList<>();

	Aside(JdbcTemplate jdbc, LedgerStatements statements, Instant now) {
		this.jdbc = jdbc;
		this.statements = statements;
		this.now = now;
	}

	/**
	 * Finds out which wallets have something here.
	 */
	void load(Collection<LedgerEntry> entries) {
		Set<String> names = new LinkedHashSet<>();
		entries.forEach((entry) -> names.add(entry.event().wallet()));
		this.statements.refusedPlaces.read(this.jdbc, List.copyOf(names))
			.forEach((last) -> this.places.put(last.wallet(), last.place()));
	}

	/**
	 * Sets aside what belongs behind something that is here already.
	 * @return the rest
	 */
	Parted part(List<LedgerEntry> entries) {
		if (this.places.isEmpty()) {
			return new Parted(entries, 0, 0);
		}
		List<LedgerEntry> behind = entries.stream().filter(this::isBehind).toList();
		int before = this.rows.size();
		append(behind, null);
		int added = this.rows.size() - before;
		return new Parted(entries.stream().filter((entry) -> !isBehind(entry)).toList(), added, behind.size() - added);
	}

	/**
	 * Sets the entries of a wallet aside, in their order.
	 * @param objection what the database says to one of them; the first answers for all
	 * until it is tried again. {@code null} if it was not asked
	 */
	void begin(List<LedgerEntry> entries, @Nullable Objection objection) {
		append(entries.subList(0, 1), objection);
		append(entries.subList(1, entries.size()), null);
	}

	void write() {
		this.statements.insertRefused.write(this.jdbc, this.rows);
	}

	private boolean isBehind(LedgerEntry entry) {
		return this.places.containsKey(entry.event().wallet());
	}

	private void append(List<LedgerEntry> entries, @Nullable Objection objection) {
		Set<String> known = new HashSet<>(
				this.statements.refusedDigests.read(this.jdbc, entries.stream().map(EntryId::of).distinct().toList()));
		for (LedgerEntry entry : entries) {
			if (known.add(DivergenceRow.digest(entry))) {
				long place = this.places.merge(entry.event().wallet(), 1L, Long::sum);
				this.rows.add(new RefusedRow(place, entry, this.now, (objection != null) ? 1 : 0, objection));
			}
		}
	}

	/**
	 * Entries, parted from those that are set aside.
	 *
	 * @param rest those that may land
	 * @param refused how many were set aside
	 * @param repeats how many were set aside before
	 */
	record Parted(List<LedgerEntry> rest, int refused, int repeats) {

	}

	/**
	 * The last place of a wallet.
	 *
	 * @param wallet the wallet
	 * @param place the place
	 */
	record Last(String wallet, long place) {

	}

}
