package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.Relanding;
import io.escrowmint.ledger.jdbc.TentativeLander.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Tries to land what is set aside of one wallet, in one transaction: the first entry
 * alone, since it is the one that was refused; then more and more at once, until one is
 * refused. Not thread-safe.
 */
final class Relander {

	private static final int GROWTH = 4;

	private final TentativeLander lander;

	private final List<LedgerFinding> findings = new ArrayList<>();

	private int events;

	private int repeats;

	private long landed;

	private @Nullable RefusedRow refused;

	Relander(TentativeLander lander) {
		this.lander = lander;
	}

	void land(List<RefusedRow> rows) {
		int size = 1;
		int done = 0;
		while (done < rows.size() && this.refused == null) {
			List<RefusedRow> some = rows.subList(done, Math.min(rows.size(), done + size));
			if (isTaken(some)) {
				done += some.size();
				size *= GROWTH;
			}
			else {
				size = 1;
			}
		}
	}

	private boolean isTaken(List<RefusedRow> some) {
		Instant now = Instant.now();
		Attempt attempt = this.lander.land(some.stream().map((row) -> row.landingAt(now)).toList());
		Triage triage = attempt.triage();
		if (triage != null) {
			this.events += triage.fresh().size();
			this.repeats += triage.repeats();
			this.findings.addAll(triage.findings());
			this.landed = some.get(some.size() - 1).place();
		}
		else if (some.size() == 1 && attempt.objection() != null) {
			this.refused = some.get(0).refusedWith(attempt.objection());
		}
		return triage != null;
	}

	/**
	 * Returns the place of the last entry that landed, 0 if none did.
	 */
	long landed() {
		return this.landed;
	}

	/**
	 * Returns the first entry that is still refused, with what the database said now.
	 */
	@Nullable RefusedRow refused() {
		return this.refused;
	}

	Relanding result(long left) {
		RefusedRow row = this.refused;
		Objection objection = (row != null) ? row.objection() : null;
		return new Relanding(this.events, this.repeats, left, this.findings,
				(row != null && objection != null) ? objection.to(row.entry()) : null);
	}

}
