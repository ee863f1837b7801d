package io.escrowmint.ledger.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.jdbc.Triage.EntryId;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lands entries within a transaction that somebody else began and commits, and in which
 * nobody else lands entries of the same wallets. What it has read stays true until then.
 */
final class EntryLander {

	private final JdbcTemplate jdbc;

	private final LedgerStatements statements;

	EntryLander(JdbcTemplate jdbc, LedgerStatements statements) {
		this.jdbc = jdbc;
		this.statements = statements;
	}

	/**
	 * Decides of groups of entries, one after the other, and writes what is to be
	 * written.
	 * @return what became of each group
	 */
	List<Triage> land(List<List<LedgerEntry>> groups) {
		List<Triage> triages = triage(groups);
		List<LedgerEntry> fresh = triages.stream().flatMap((triage) -> triage.fresh().stream()).toList();
		this.statements.insertEntries.write(this.jdbc, fresh);
		this.statements.insertClaims.write(this.jdbc, fresh.stream().flatMap(ClaimRow::of).toList());
		this.statements.putWallets.write(this.jdbc,
				triages.stream().flatMap((triage) -> triage.changed().stream()).toList());
		this.statements.putDivergences.write(this.jdbc, divergences(triages));
		return triages;
	}

	/**
	 * Decides, and writes nothing.
	 * @return what would become of each group
	 */
	List<Triage> triage(List<List<LedgerEntry>> groups) {
		Map<String, LedgerWallet> wallets = new HashMap<>();
		Map<EntryId, LedgerEntry> landed = new HashMap<>();
		load(groups.stream().flatMap(List::stream).toList(), wallets, landed);
		List<Triage> triages = new ArrayList<>();
		for (List<LedgerEntry> group : groups) {
			Triage triage = new Triage(wallets, landed);
			group.forEach(triage::add);
			triages.add(triage);
		}
		return triages;
	}

	private void load(List<LedgerEntry> entries, Map<String, LedgerWallet> wallets, Map<EntryId, LedgerEntry> landed) {
		Set<String> names = new LinkedHashSet<>();
		entries.forEach((entry) -> names.add(entry.event().wallet()));
		this.statements.wallets.read(this.jdbc, List.copyOf(names))
			.forEach((wallet) -> wallets.put(wallet.wallet(), wallet));
		Set<EntryId> suspects = new LinkedHashSet<>();
		for (LedgerEntry entry : entries) {
			if (Triage.mayBeKnown(entry, wallets.get(entry.event().wallet()))) {
				suspects.add(EntryId.of(entry));
			}
		}
		this.statements.entriesWithClaims(this.jdbc, List.copyOf(suspects))
			.forEach((entry) -> landed.put(EntryId.of(entry), entry));
	}

	/** One statement must not name a row twice. */
	private static List<Divergence> divergences(List<Triage> triages) {
		Map<String, Divergence> byDigest = new LinkedHashMap<>();
		triages.stream()
			.flatMap((triage) -> triage.divergences().stream())
			.forEach((divergence) -> byDigest.putIfAbsent(DivergenceRow.digest(divergence.arrived()), divergence));
		return List.copyOf(byDigest.values());
	}

}
