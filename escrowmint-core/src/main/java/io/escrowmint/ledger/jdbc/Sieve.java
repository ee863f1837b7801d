package io.escrowmint.ledger.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.jdbc.TentativeLander.Attempt;

/**
 * Lands what the database takes, and sets aside the wallets of which it refuses entries.
 * Wallets are tried together, and by halves where there is a refusal, so that one in
 * thousands is found with a few tries. A database that refuses nearly everything would
 * take too long for one transaction: after many tries the rest is set aside untried, and
 * lands with the next look at what is set aside. Not thread-safe.
 */
final class Sieve {

	private static final int MOST_TRIES = 500;

	private final TentativeLander lander;

	private final Aside aside;

	private final List<LedgerFinding> findings = new ArrayList<>();

	private int tries;

	private int events;

	private int repeats;

	private int refused;

	Sieve(TentativeLander lander, Aside aside) {
		this.lander = lander;
		this.aside = aside;
	}

	void sift(List<LedgerEntry> entries) {
		Map<String, List<LedgerEntry>> wallets = new LinkedHashMap<>();
		entries.forEach(
				(entry) -> wallets.computeIfAbsent(entry.event().wallet(), (name) -> new ArrayList<>()).add(entry));
		siftWallets(List.copyOf(wallets.values()));
	}

	private void siftWallets(List<List<LedgerEntry>> wallets) {
		if (wallets.isEmpty()) {
			return;
		}
		if (this.tries++ >= MOST_TRIES) {
			wallets.forEach((entries) -> this.aside.begin(entries, null));
			this.refused += wallets.stream().mapToInt(List::size).sum();
			return;
		}
		Attempt attempt = this.lander.land(wallets.stream().flatMap(List::stream).toList());
		if (attempt.triage() != null) {
			landed(attempt.triage());
		}
		else if (attempt.objection() != null && wallets.size() == 1) {
			refused(wallets.get(0), attempt.objection());
		}
		else {
			int half = wallets.size() / 2;
			siftWallets(wallets.subList(0, half));
			siftWallets(wallets.subList(half, wallets.size()));
		}
	}

	private void landed(Triage triage) {
		this.events += triage.fresh().size();
		this.repeats += triage.repeats();
		this.findings.addAll(triage.findings());
	}

	private void refused(List<LedgerEntry> entries, Objection objection) {
		this.aside.begin(entries, objection);
		this.refused += entries.size();
		this.findings.add(objection.to(entries.get(0)));
	}

	List<LedgerFinding> findings() {
		return this.findings;
	}

	int events() {
		return this.events;
	}

	int repeats() {
		return this.repeats;
	}

	int refused() {
		return this.refused;
	}

}
