package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;
import org.jspecify.annotations.Nullable;

/**
 * Compares wallets as the store has them with what the stream and the ledger say.
 * <p>
 * Safe while there is traffic: what the ledger knows is read before the store is, so that
 * a store that only goes forward is never found behind. Reads only; the wallets are not
 * touched. All methods block, are thread-safe, and throw a {@link ForeignLedgerException}
 * if the ledger has the wallets of another store.
 */
public final class LedgerVerifier {

	private final LedgerView view;

	private final WalletRecovery store;

	/**
	 * Creates a verifier.
	 * @param ledger the ledger
	 * @param events the events of the store
	 * @param store the store
	 * @param source the name under which events are landed
	 */
	public LedgerVerifier(LedgerStore ledger, EventLog events, WalletRecovery store, String source) {
		this.view = new LedgerView(ledger, events, source);
		this.store = store;
	}

	LedgerView view() {
		return this.view;
	}

	WalletRecovery store() {
		return this.store;
	}

	/**
	 * Compares numbers and figures of a wallet: some reads by key.
	 * @param wallet the wallet
	 * @return what was found
	 */
	public WalletCheck verify(String wallet) {
		LedgerPreview refused = this.view.refused(wallet).orElse(null);
		return verify(wallet, this.view.landed(wallet).orElse(null), refused);
	}

	/**
	 * Compares numbers and figures of a wallet with what the ledger said of it before.
	 * @param wallet the wallet
	 * @param ledger what has landed, read before this call
	 * @param refused what the database refuses, if it refuses anything
	 * @return what was found
	 */
	WalletCheck verify(String wallet, @Nullable LedgerWallet ledger, @Nullable LedgerPreview refused) {
		this.view.claim();
		WalletImage image = Waits.await(this.store.image(wallet));
		if (refused == null) {
			return check(image, ledger, null);
		}
		WalletCheck check = check(image, refused.wallet(), refused);
		return new WalletCheck(wallet, check.verdict().isBroken() ? check.verdict() : Verdict.REFUSED,
				check.explanation() + "; " + refused.refused().explanation(), image, ledger);
	}

	/** What is refused has happened, so the store is held against that. */
	private WalletCheck check(WalletImage image, @Nullable LedgerWallet ledger, @Nullable LedgerPreview refused) {
		WalletCheck check = compare(image, ledger);
		if (!isAsItShouldBe(check)) {
			return check;
		}
		if (ledger != null && ledger.epoch() == image.epoch()
				&& this.view.beganAnew(image.wallet(), ledger.epoch(), refused)) {
			return check(image, ledger, Verdict.RECREATED, "the wallet had another life before " + ledger.key()
					+ " in the ledger, and the store has begun this one from nothing");
		}
		return (check.verdict() == Verdict.AHEAD) ? untold(image, check) : check;
	}

	/**
	 * Compares a wallet in full: all its entries are folded and compared hold by hold and
	 * lease by lease. If entries are missing, numbers and figures only.
	 * @param wallet the wallet
	 * @return what was found; its explanation says if entries are missing
	 */
	public WalletCheck verifyDeeply(String wallet) {
		WalletCheck check = verify(wallet);
		if (!isAsItShouldBe(check)) {
			return check;
		}
		WalletImage image = check.store();
		WalletFold fold = fold(image);
		WalletEvent last = fold.last();
		if (last == null || last.epoch() != image.epoch() || last.seq() != image.seq()) {
			return check;
		}
		if (!fold.isComplete()) {
			return check(image, check.ledger(), check.verdict(), check.explanation() + "; " + WalletFold.INCOMPLETE
					+ ", so that holds and leases cannot be compared");
		}
		List<String> differences = differences(image, fold.image());
		return differences.isEmpty() ? check
				: check(image, check.ledger(), Verdict.DIFFERENT, String.join("; ", differences));
	}

	private static boolean isAsItShouldBe(WalletCheck check) {
		return switch (check.verdict()) {
			case EQUAL, AHEAD, REFUSED -> true;
			default -> false;
		};
	}

	/** What had happened when the image was taken, landed or not. */
	private WalletFold fold(WalletImage image) {
		List<WalletEvent> told = this.view.told(image.wallet());
		WalletFold fold = new WalletFold(image.wallet());
		LedgerKey until = new LedgerKey(image.epoch(), image.seq());
		this.view.entries(image.wallet(), (entry) -> {
			if (entry.key().compareTo(until) <= 0) {
				fold.add(entry.event());
			}
		});
		for (WalletEvent event : told) {
			WalletEvent last = fold.last();
			LedgerKey key = LedgerKey.of(event);
			if (key.compareTo(until) <= 0 && (last == null || key.compareTo(LedgerKey.of(last)) > 0)) {
				fold.add(event);
			}
		}
		return fold;
	}

	private static WalletCheck compare(WalletImage image, @Nullable LedgerWallet ledger) {
		if (image.fence() != null) {
			return check(image, ledger, Verdict.FENCED, "fenced: " + image.fence());
		}
		if (image.status() == WalletImage.Status.DAMAGED) {
			return check(image, ledger, Verdict.DAMAGED, "what the store has of the wallet cannot be read");
		}
		boolean missing = image.status() == WalletImage.Status.MISSING;
		if (ledger == null) {
			return missing ? check(image, null, Verdict.UNKNOWN, "neither the store nor the ledger knows the wallet")
					: check(image, null, Verdict.AHEAD, "nothing of the wallet has landed yet");
		}
		if (missing) {
			return check(image, ledger, Verdict.LOST,
					"the ledger has it at " + ledger.key() + " with " + ledger.figures() + ", the store not at all");
		}
		if (ledger.diverged() && image.epoch() <= ledger.epoch()) {
			return check(image, ledger, Verdict.DIVERGED,
					"the store has told something else than the ledger has under epoch " + ledger.epoch());
		}
		return compareNumbers(image, ledger);
	}

	private static WalletCheck compareNumbers(WalletImage image, LedgerWallet ledger) {
		LedgerKey store = new LedgerKey(image.epoch(), image.seq());
		int order = store.compareTo(ledger.key());
		if (order < 0) {
			return check(image, ledger, Verdict.BEHIND, "the store is at " + store + ", the ledger at " + ledger.key());
		}
		if (order > 0) {
			return check(image, ledger, Verdict.AHEAD, "the store is at " + store + ", landed is " + ledger.key());
		}
		List<String> differences = differences(image.figures(), ledger.figures());
		return differences.isEmpty() ? check(image, ledger, Verdict.EQUAL, "both are at " + store)
				: check(image, ledger, Verdict.DIFFERENT, "at " + store + " " + String.join(", ", differences));
	}

	/**
	 * What the store has more is on its way, unless nothing is on its way.
	 */
	private WalletCheck untold(WalletImage image, WalletCheck check) {
		if (this.view.isPending(image.wallet())) {
			return check;
		}
		LedgerWallet ledger = this.view.wallet(image.wallet()).orElse(null);
		LedgerKey store = new LedgerKey(image.epoch(), image.seq());
		if (ledger != null && ledger.key().compareTo(store) >= 0) {
			return check;
		}
		if (ledger != null && ledger.epoch() < image.epoch() && !image.rebuilt()) {
			return check(image, ledger, Verdict.RECREATED,
					"the store has another life of the wallet, of which nothing was told");
		}
		return check(image, ledger, Verdict.UNTOLD,
				check.explanation() + ", and the difference was never told, or the ledger has lost it");
	}

	private static List<String> differences(WalletImage store, WalletImage told) {
		List<String> differences = differences(store.figures(), told.figures());
		List<OpenClaim> here = store.open().stream().map(LedgerVerifier::comparable).toList();
		List<OpenClaim> there = told.open().stream().map(LedgerVerifier::comparable).toList();
		here.stream()
			.filter((claim) -> !there.contains(claim))
			.forEach((claim) -> differences.add("only the store has " + claim));
		there.stream()
			.filter((claim) -> !here.contains(claim))
			.forEach((claim) -> differences.add("only the ledger has " + claim));
		return differences;
	}

	/** HTTP keys are in no event; what a lease was asked for is in no snapshot. */
	private static OpenClaim comparable(OpenClaim claim) {
		if (claim instanceof OpenClaim.Lease lease) {
			return new OpenClaim.Lease(lease.id(), lease.callerNamed(), lease.owner(), lease.granted(), lease.granted(),
					lease.consumed(), lease.reported(), lease.expiry(), lease.expiresAt());
		}
		return new OpenClaim.Hold(claim.id(), claim.callerNamed(), claim.amount(), claim.expiresAt(), null);
	}

	static List<String> differences(Figures store, Figures ledger) {
		List<String> differences = new ArrayList<>();
		differ(differences, "available", store.available(), ledger.available());
		differ(differences, "held", store.held(), ledger.held());
		differ(differences, "leased", store.leased(), ledger.leased());
		differ(differences, "spent", store.spent(), ledger.spent());
		differ(differences, "granted", store.granted(), ledger.granted());
		differ(differences, "debt", store.debt(), ledger.debt());
		return differences;
	}

	private static void differ(List<String> differences, String figure, long store, long ledger) {
		if (!Objects.equals(store, ledger)) {
			differences.add(figure + " is " + store + " in the store and " + ledger + " in the ledger");
		}
	}

	private static WalletCheck check(WalletImage image, @Nullable LedgerWallet ledger, Verdict verdict,
			String explanation) {
		return new WalletCheck(image.wallet(), verdict, explanation, image, ledger);
	}

}
