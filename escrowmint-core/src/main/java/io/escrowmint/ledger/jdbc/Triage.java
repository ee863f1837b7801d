package io.escrowmint.ledger.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerFinding.Divergence.Reason;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decides of each entry, in the order of the stream, whether it is new, a repeat or a
 * divergence, and follows the wallets meanwhile. Used under the lock of the partition;
 * not thread-safe.
 */
final class Triage {

	private final Map<String, LedgerWallet> wallets;

	private final Map<EntryId, LedgerEntry> landed;

	private final Map<String, LedgerWallet> changed = new LinkedHashMap<>();

	private final List<LedgerEntry> fresh = new ArrayList<>();

	private final List<LedgerFinding> findings = new ArrayList<>();

	private int repeats;

	/**
	 * Begins.
	 * @param wallets what the ledger knows of the wallets; is kept up to date
	 * @param landed entries of {@link #mayBeKnown} that the ledger has; new ones are
	 * added
	 */
	Triage(Map<String, LedgerWallet> wallets, Map<EntryId, LedgerEntry> landed) {
		this.wallets = wallets;
		this.landed = landed;
	}

	/**
	 * Tells whether the ledger may have an entry already.
	 */
	static boolean mayBeKnown(LedgerEntry entry, @Nullable LedgerWallet wallet) {
		return wallet == null || entry.key().compareTo(wallet.key()) <= 0;
	}

	void add(LedgerEntry entry) {
		LedgerEntry known = this.landed.get(EntryId.of(entry));
		if (known != null) {
			compare(entry, known);
			return;
		}
		LedgerWallet wallet = this.wallets.get(entry.event().wallet());
		if (wallet == null || entry.event().epoch() > wallet.epoch()) {
			begin(entry, wallet);
		}
		else if (entry.event().epoch() < wallet.epoch()) {
			diverge(entry, null, Reason.OLD_EPOCH);
		}
		else if (wallet.diverged()) {
			diverge(entry, null, Reason.AFTER_DIVERGENCE);
		}
		else {
			follow(entry, wallet);
		}
	}

	List<LedgerEntry> fresh() {
		return this.fresh;
	}

	List<LedgerWallet> changed() {
		return List.copyOf(this.changed.values());
	}

	List<LedgerFinding> findings() {
		return this.findings;
	}

	List<Divergence> divergences() {
		return this.findings.stream().filter(Divergence.class::isInstance).map(Divergence.class::cast).toList();
	}

	@Nullable LedgerWallet wallet(String name) {
		return this.wallets.get(name);
	}

	int repeats() {
		return this.repeats;
	}

	private void compare(LedgerEntry entry, LedgerEntry known) {
		if (entry.saysTheSameAs(known)) {
			this.repeats++;
			LedgerWallet wallet = this.wallets.get(entry.event().wallet());
			if (wallet == null || known.key().compareTo(wallet.key()) > 0) {
				advance(known);
			}
			return;
		}
		diverge(entry, known, Reason.OTHER_CONTENT);
	}

	private void begin(LedgerEntry entry, @Nullable LedgerWallet before) {
		boolean created = entry.event().type() == EventType.CREATED && entry.event().seq() == 1;
		if (!created && !opens(entry)) {
			this.findings.add(new LedgerFinding.Gap(entry, before));
		}
		keep(entry);
		advance(entry);
	}

	private void follow(LedgerEntry entry, LedgerWallet before) {
		long missing = entry.event().seq() - before.seq() - 1;
		if (missing > 0 && !opens(entry)) {
			this.findings.add(new LedgerFinding.Gap(entry, before));
		}
		if (missing == 0 && !figuresBefore(entry.event()).equals(before.figures())) {
			this.findings.add(new LedgerFinding.Break(entry, before));
		}
		keep(entry);
		if (missing >= 0) {
			advance(entry);
		}
	}

	private void keep(LedgerEntry entry) {
		this.fresh.add(entry);
		this.landed.put(EntryId.of(entry), entry);
	}

	private void advance(LedgerEntry entry) {
		WalletEvent event = entry.event();
		LedgerWallet before = this.wallets.get(event.wallet());
		boolean diverged = before != null && before.diverged() && before.epoch() == event.epoch();
		put(new LedgerWallet(event.wallet(), event.epoch(), event.seq(), event.time(), event.after(), diverged,
				entry.partition()));
	}

	private void diverge(LedgerEntry entry, @Nullable LedgerEntry known, Reason reason) {
		this.findings.add(new Divergence(entry, known, reason));
		LedgerWallet wallet = this.wallets.get(entry.event().wallet());
		if (wallet != null && wallet.epoch() == entry.event().epoch() && !wallet.diverged()) {
			put(new LedgerWallet(wallet.wallet(), wallet.epoch(), wallet.seq(), wallet.time(), wallet.figures(), true,
					wallet.partition()));
		}
	}

	private void put(LedgerWallet wallet) {
		this.wallets.put(wallet.wallet(), wallet);
		this.changed.put(wallet.wallet(), wallet);
	}

	/**
	 * Tells whether an entry says all of its wallet, so that nothing before it is needed.
	 */
	static boolean opens(LedgerEntry entry) {
		return entry.event().type() == EventType.SNAPSHOT || entry.event().type() == EventType.REBUILT;
	}

	private static Figures figuresBefore(WalletEvent event) {
		Figures after = event.after();
		Figures change = event.change();
		return new Figures(after.available() - change.available(), after.held() - change.held(),
				after.leased() - change.leased(), after.spent() - change.spent(), after.granted() - change.granted(),
				after.debt() - change.debt());
	}

	/**
	 * The identity of an entry.
	 *
	 * @param wallet the wallet
	 * @param key its number within the wallet
	 */
	record EntryId(String wallet, LedgerKey key) {

		static EntryId of(LedgerEntry entry) {
			return new EntryId(entry.event().wallet(), entry.key());
		}

	}

}
