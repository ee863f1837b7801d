package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.jdbc.Triage.EntryId;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lands frames within a transaction that somebody else began and commits. All rows of a
 * wallet belong to one partition, whose position is locked before anything is read, and a
 * lock that somebody else has is not waited for; so two landings never wait for each
 * other, and what one has read stays true until it commits.
 */
final class Lander {

	private final JdbcTemplate jdbc;

	private final LedgerStatements statements;

	private final String source;

	private final Instant now;

	private final Map<String, LedgerWallet> wallets = new HashMap<>();

	private final Map<EntryId, LedgerEntry> landed = new HashMap<>();

	Lander(JdbcTemplate jdbc, LedgerStatements statements, String source, Instant now) {
		this.jdbc = jdbc;
		this.statements = statements;
		this.source = source;
		this.now = now;
	}

	List<LandingResult> land(List<Landing> landings) {
		Set<Integer> mine = lock(landings);
		Map<Landing, List<LedgerEntry>> entries = new LinkedHashMap<>();
		landings.stream()
			.filter((landing) -> mine.contains(landing.partition()))
			.forEach((landing) -> entries.put(landing, entries(landing)));
		load(entries.values().stream().flatMap(List::stream).toList());
		Map<Landing, Triage> triages = new LinkedHashMap<>();
		entries.forEach((landing, list) -> triages.put(landing, triage(list)));
		write(triages);
		return landings.stream().map((landing) -> result(landing, triages.get(landing))).toList();
	}

	/**
	 * Another fence than expected says that more has landed since the frames were read.
	 */
	private Set<Integer> lock(List<Landing> landings) {
		Set<LedgerPosition> expected = new HashSet<>();
		List<PositionRow> keys = new ArrayList<>();
		for (Landing landing : landings) {
			PositionRow row = row(landing.partition(), LedgerPosition.BEGINNING, landing.fence());
			expected.add(row.position());
			keys.add(row);
		}
		Set<Integer> mine = new HashSet<>();
		for (LedgerPosition locked : this.statements.lockPositions.read(this.jdbc, keys)) {
			if (expected.contains(new LedgerPosition(locked.partition(), LedgerPosition.BEGINNING, locked.fence()))) {
				mine.add(locked.partition());
			}
		}
		return mine;
	}

	private List<LedgerEntry> entries(Landing landing) {
		List<LedgerEntry> entries = new ArrayList<>();
		for (EventFrame frame : landing.frames()) {
			frame.events()
				.forEach((event) -> entries
					.add(new LedgerEntry(event, landing.partition(), frame.position(), this.now)));
		}
		return entries;
	}

	private void load(List<LedgerEntry> entries) {
		Set<String> names = new LinkedHashSet<>();
		entries.forEach((entry) -> names.add(entry.event().wallet()));
		this.statements.wallets.read(this.jdbc, List.copyOf(names))
			.forEach((wallet) -> this.wallets.put(wallet.wallet(), wallet));
		Set<EntryId> suspects = new LinkedHashSet<>();
		for (LedgerEntry entry : entries) {
			if (Triage.mayBeKnown(entry, this.wallets.get(entry.event().wallet()))) {
				suspects.add(EntryId.of(entry));
			}
		}
		this.statements.entriesWithClaims(this.jdbc, List.copyOf(suspects))
			.forEach((entry) -> this.landed.put(EntryId.of(entry), entry));
	}

	private Triage triage(List<LedgerEntry> entries) {
		Triage triage = new Triage(this.wallets, this.landed);
		entries.forEach(triage::add);
		return triage;
	}

	private void write(Map<Landing, Triage> triages) {
		List<LedgerEntry> fresh = triages.values().stream().flatMap((triage) -> triage.fresh().stream()).toList();
		this.statements.insertEntries.write(this.jdbc, fresh);
		this.statements.insertClaims.write(this.jdbc, fresh.stream().flatMap(ClaimRow::of).toList());
		this.statements.putWallets.write(this.jdbc,
				triages.values().stream().flatMap((triage) -> triage.changed().stream()).toList());
		this.statements.putDivergences.write(this.jdbc, divergences(triages));
		List<PositionRow> positions = new ArrayList<>();
		triages.keySet()
			.forEach((landing) -> positions.add(row(landing.partition(), landing.end(), landing.fence() + 1)));
		this.statements.putPositions.write(this.jdbc, positions);
	}

	/** One statement must not name a row twice. */
	private static List<Divergence> divergences(Map<Landing, Triage> triages) {
		Map<String, Divergence> byDigest = new LinkedHashMap<>();
		triages.values()
			.stream()
			.flatMap((triage) -> triage.findings().stream())
			.filter(Divergence.class::isInstance)
			.map(Divergence.class::cast)
			.forEach((divergence) -> byDigest.putIfAbsent(DivergenceRow.digest(divergence), divergence));
		return List.copyOf(byDigest.values());
	}

	private LandingResult result(Landing landing, @Nullable Triage triage) {
		if (triage == null) {
			return new LandingResult.Elsewhere(landing.partition());
		}
		return new LandingResult.Landed(new LedgerPosition(landing.partition(), landing.end(), landing.fence() + 1),
				triage.fresh().size(), triage.repeats(), triage.findings());
	}

	private PositionRow row(int partition, String position, long fence) {
		return new PositionRow(this.source, new LedgerPosition(partition, position, fence), this.now);
	}

}
