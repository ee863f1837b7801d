package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerPreview;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.RefusedEntries;
import io.escrowmint.ledger.RefusedWallet;
import io.escrowmint.ledger.Relanding;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is set aside, in a table of its own. Whoever moves entries of a wallet from there
 * has locked the row of the first; a landing only ever adds rows behind the last, so
 * neither waits for the other.
 */
final class JdbcRefusedEntries implements RefusedEntries {

	private static final int PAGE = 256;

	private final JdbcTemplate jdbc;

	private final String table;

	private final TransactionTemplate transactions;

	private final Supplier<LedgerStatements> statements;

	JdbcRefusedEntries(JdbcTemplate jdbc, LedgerTables tables, TransactionTemplate transactions,
			Supplier<LedgerStatements> statements) {
		this.jdbc = jdbc;
		this.table = tables.refused();
		this.transactions = transactions;
		this.statements = statements;
	}

	@Override
	public long count() {
		return count("", List.of());
	}

	private long count(String condition, List<Object> bound) {
		Long count = this.jdbc.queryForObject("select count(*) from " + this.table + condition, Long.class,
				bound.toArray());
		return (count != null) ? count : 0;
	}

	@Override
	public List<RefusedWallet> wallets(String after, int limit) {
		return wallets("wallet > ?", after, limit);
	}

	private List<RefusedWallet> wallets(String condition, String wallet, int limit) {
		return this.jdbc
			.query("select refused.*, head.entries from (select wallet, min(place) as place, count(*) as entries from "
					+ this.table + " where " + condition + " group by wallet order by wallet limit ?) head join "
					+ this.table + " refused on refused.wallet = head.wallet and refused.place = head.place"
					+ " order by refused.wallet", (row, number) -> RefusedRow.readWallet(row), wallet, limit);
	}

	@Override
	public Optional<LedgerPreview> preview(String wallet) {
		List<LedgerEntry> entries = new ArrayList<>();
		List<RefusedRow> page = rows(wallet, 0);
		while (!page.isEmpty()) {
			page.forEach((row) -> entries.add(row.entry()));
			page = (page.size() < PAGE) ? List.of() : rows(wallet, page.get(page.size() - 1).place());
		}
		Optional<RefusedWallet> refused = entries.isEmpty() ? Optional.empty()
				: wallets("wallet = ?", wallet, 1).stream().findFirst();
		return refused.map((known) -> preview(known, entries));
	}

	private LedgerPreview preview(RefusedWallet refused, List<LedgerEntry> entries) {
		Triage triage = new EntryLander(this.jdbc, this.statements.get()).triage(List.of(entries)).get(0);
		LedgerWallet wallet = Objects.requireNonNull(triage.wallet(refused.wallet()));
		return new LedgerPreview(refused, wallet, triage.fresh(), triage.divergences());
	}

	@Override
	public Relanding reland(String wallet, boolean dryRun) {
		return Objects.requireNonNull(this.transactions.execute((status) -> {
			if (dryRun) {
				status.setRollbackOnly();
			}
			return reland(wallet, status);
		}));
	}

	private Relanding reland(String wallet, TransactionStatus status) {
		Relander relander = new Relander(new TentativeLander(this.jdbc, this.statements.get(), status));
		if (lockFirst(wallet)) {
			relander.land(rows(wallet, 0));
			this.jdbc.update("delete from " + this.table + " where wallet = ? and place <= ?", wallet,
					relander.landed());
			RefusedRow refused = relander.refused();
			if (refused != null) {
				refusedAgain(wallet, refused);
			}
		}
		return relander.result(count(" where wallet = ?", List.of(wallet)));
	}

	/** A lock that somebody else has is not waited for: they are trying. */
	private boolean lockFirst(String wallet) {
		return !this.jdbc
			.queryForList("select place from " + this.table + " where wallet = ? and place = (select min(place) from "
					+ this.table + " where wallet = ?) for update skip locked", Long.class, wallet, wallet)
			.isEmpty();
	}

	private List<RefusedRow> rows(String wallet, long after) {
		return this.jdbc.query("select * from " + this.table + " where wallet = ? and place > ? order by place limit ?",
				(row, number) -> RefusedRow.read(row), wallet, after, PAGE);
	}

	private void refusedAgain(String wallet, RefusedRow row) {
		Objection objection = Objects.requireNonNull(row.objection());
		this.jdbc.update(
				"update " + this.table + " set attempts = attempts + 1, tried_ms = ?, sql_state = ?, message = ?"
						+ " where wallet = ? and place = ?",
				Instant.now().toEpochMilli(), objection.sqlState(), objection.message(), wallet, row.place());
	}

}
