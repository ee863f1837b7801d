package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.jdbc.Aside.Parted;
import io.escrowmint.store.EventFrame;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.SavepointManager;

/**
 * Lands frames within a transaction that somebody else began and commits. All rows of a
 * wallet belong to one partition, whose position is locked before anything is read, and a
 * lock that somebody else has is not waited for; so two landings never wait for each
 * other, and what one has read stays true until it commits. Lands once.
 */
final class Lander {

	private final JdbcTemplate jdbc;

	private final LedgerStatements statements;

	private final String source;

	private final Instant now;

	private final Aside aside;

	/** Whether anything at all is set aside. */
	private boolean refused;

	Lander(JdbcTemplate jdbc, LedgerStatements statements, String source, Instant now) {
		this.jdbc = jdbc;
		this.statements = statements;
		this.source = source;
		this.now = now;
		this.aside = new Aside(jdbc, statements, now);
	}

	/**
	 * Lands all at once, or throws what the database refuses.
	 */
	List<LandingResult> land(List<Landing> landings) {
		List<Landing> mine = lock(landings);
		List<Parted> parted = part(mine);
		List<Triage> triages = new EntryLander(this.jdbc, this.statements)
			.land(parted.stream().map(Parted::rest).toList());
		this.aside.write();
		move(mine);
		Map<Integer, LandingResult> results = new HashMap<>();
		for (int index = 0; index < mine.size(); index++) {
			Landing landing = mine.get(index);
			results.put(landing.partition(), landed(landing, parted.get(index), triages.get(index)));
		}
		return landings.stream().map((landing) -> {
			LandingResult result = results.get(landing.partition());
			return (result != null) ? result : new LandingResult.Elsewhere(landing.partition());
		}).toList();
	}

	/**
	 * Lands what the database takes, and sets aside the wallets of which it refuses
	 * something.
	 */
	LandingResult landWithoutRefused(Landing landing, SavepointManager savepoints) {
		List<Landing> mine = lock(List.of(landing));
		if (mine.isEmpty()) {
			return new LandingResult.Elsewhere(landing.partition());
		}
		Parted parted = part(mine).get(0);
		Sieve sieve = new Sieve(new TentativeLander(this.jdbc, this.statements, savepoints), this.aside);
		sieve.sift(parted.rest());
		this.aside.write();
		move(mine);
		return new Landed(end(landing), sieve.events(), parted.repeats() + sieve.repeats(),
				parted.refused() + sieve.refused(), sieve.findings());
	}

	/**
	 * Another fence than expected says that more has landed since the frames were read.
	 * Whoever knows the fence sees what was set aside before it.
	 */
	private List<Landing> lock(List<Landing> landings) {
		List<PositionRow> keys = landings.stream()
			.map((landing) -> row(landing.partition(), LedgerPosition.BEGINNING, landing.fence()))
			.toList();
		Map<Integer, Long> fences = new HashMap<>();
		for (Locked locked : this.statements.lockPositions.read(this.jdbc, keys)) {
			fences.put(locked.position().partition(), locked.position().fence());
			this.refused |= locked.refused();
		}
		return landings.stream()
			.filter((landing) -> Long.valueOf(landing.fence()).equals(fences.get(landing.partition())))
			.toList();
	}

	private List<Parted> part(List<Landing> landings) {
		List<List<LedgerEntry>> entries = landings.stream().map(this::entries).toList();
		if (this.refused) {
			this.aside.load(entries.stream().flatMap(List::stream).toList());
		}
		return entries.stream().map(this.aside::part).toList();
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

	private void move(List<Landing> landings) {
		List<PositionRow> positions = new ArrayList<>();
		landings.forEach((landing) -> positions.add(row(landing.partition(), landing.end(), landing.fence() + 1)));
		this.statements.putPositions.write(this.jdbc, positions);
	}

	private static LandingResult landed(Landing landing, Parted parted, Triage triage) {
		return new Landed(end(landing), triage.fresh().size(), parted.repeats() + triage.repeats(), parted.refused(),
				triage.findings());
	}

	private static LedgerPosition end(Landing landing) {
		return new LedgerPosition(landing.partition(), landing.end(), landing.fence() + 1);
	}

	private PositionRow row(int partition, String position, long fence) {
		return new PositionRow(this.source, new LedgerPosition(partition, position, fence), this.now);
	}

	/**
	 * A position that was locked.
	 *
	 * @param position the position
	 * @param refused whether anything at all is set aside
	 */
	record Locked(LedgerPosition position, boolean refused) {

	}

}
