package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.escrowmint.ledger.RepairResult.Outcome;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;
import org.jspecify.annotations.Nullable;

/**
 * Puts wallets right that the store has lost, or lost a part of.
 * <p>
 * A wallet is fenced, all that the store has told is landed, and the wallet is rebuilt
 * from the ledger, with what the store did in between on top. Any number of processes may
 * repair at once: of one wallet one of them does it. A process that dies leaves a fence,
 * and the next repair goes on. All methods block, and are thread-safe.
 */
public final class LedgerRepair {

	/** How a fence's reason begins that a repair may take away again. */
	static final String REASON = "repair: ";

	private static final int MAX_REASON = 240;

	private static final long PAUSE_NANOS = 10_000_000;

	private final LedgerVerifier verifier;

	private final WalletRecovery store;

	private final StoreOptions options;

	private final Duration patience;

	/**
	 * Creates a repair.
	 * @param verifier finds what is wrong
	 * @param options how long the store remembers
	 * @param patience how long to wait until the ledger has landed what was told
	 */
	public LedgerRepair(LedgerVerifier verifier, StoreOptions options, Duration patience) {
		this.verifier = verifier;
		this.store = verifier.store();
		this.options = options;
		this.patience = patience;
	}

	/**
	 * Repairs a wallet, if something is wrong with it.
	 * @param wallet the wallet
	 * @param mode what may be done
	 * @return what was done
	 */
	public RepairResult repair(String wallet, RepairMode mode) {
		return repair(this.verifier.verify(wallet), mode, new HashSet<>());
	}

	/**
	 * Repairs a wallet, if something is wrong with it.
	 * @param check what is wrong
	 * @param mode what may be done
	 * @param retracted partitions of which nothing lands any more that was read before
	 * the loss
	 * @return what was done
	 */
	RepairResult repair(WalletCheck check, RepairMode mode, Set<Integer> retracted) {
		if (check.verdict() == Verdict.REFUSED) {
			return reland(check, mode);
		}
		if (!check.verdict().isBroken()) {
			return result(check, Outcome.SOUND, check.explanation());
		}
		if (isFencedByHand(check.store(), mode)) {
			return fencedByHand(check, check.store());
		}
		if (mode == RepairMode.DRY_RUN) {
			Truth truth = Truth.of(this.verifier.view(), check.store(), this.options);
			return (truth.doubt() != null) ? result(check, Outcome.UNDECIDED, truth.doubt())
					: result(check, Outcome.REBUILDABLE, truth, check.explanation());
		}
		Waits.await(this.store.fence(check.wallet(), reason(check)));
		LedgerView.Pending pending = this.verifier.view().pending(check.wallet());
		if (!awaitLanding(pending)) {
			return result(check, Outcome.WAITING, "what the store has told until " + pending.position()
					+ " in partition " + pending.partition() + " has not landed");
		}
		return behindFence(check, mode, retracted);
	}

	private static boolean isFencedByHand(WalletImage image, RepairMode mode) {
		String fence = image.fence();
		return fence != null && !fence.startsWith(REASON) && mode == RepairMode.AUTOMATIC;
	}

	private static RepairResult fencedByHand(WalletCheck check, WalletImage image) {
		return result(check, Outcome.UNDECIDED, "the wallet was fenced by hand: " + image.fence());
	}

	/** Nothing is wrong with the store, so the wallet is not fenced. */
	private RepairResult reland(WalletCheck check, RepairMode mode) {
		Relanding result = this.verifier.view().reland(check.wallet(), mode == RepairMode.DRY_RUN);
		if (result.refusal() != null) {
			return result(check, Outcome.REFUSED, result.left() + " entries wait: the database refuses "
					+ result.refusal().arrived().key() + ": " + result.refusal().message());
		}
		if (mode == RepairMode.DRY_RUN && result.hasMoved()) {
			return result(check, Outcome.RELANDABLE, "the database would take the next " + result.events());
		}
		return (result.left() > 0)
				? result(check, Outcome.WAITING, "another process is trying to land the " + result.left() + " entries")
				: result(check, Outcome.RELANDED, "what the database had refused has landed");
	}

	/**
	 * A retraction sends pumps away for a while, so there is none before it is known that
	 * the wallet is rebuilt; only what is found out afterwards is final.
	 */
	private RepairResult behindFence(WalletCheck check, RepairMode mode, Set<Integer> retracted) {
		boolean settled = this.verifier.view().isRetracted(check.wallet(), retracted);
		WalletImage image = Waits.await(this.store.image(check.wallet()));
		if (image.fence() == null) {
			return result(check, Outcome.REBUILT_ELSEWHERE, "another process has opened the wallet again");
		}
		if (isFencedByHand(image, mode)) {
			return fencedByHand(check, image);
		}
		Truth truth = Truth.of(this.verifier.view(), image, this.options);
		if (truth.isKept()) {
			Waits.await(this.store.unfence(check.wallet()));
			return result(check, Outcome.SOUND, "the store has what the ledger has");
		}
		String doubt = truth.doubt();
		boolean decided = mode == RepairMode.FROM_LEDGER && truth.fold().last() != null;
		if (doubt != null && !decided || !truth.fold().image().isSound()) {
			return result(check, Outcome.UNDECIDED, (doubt != null) ? doubt : "the figures would break the law");
		}
		if (settled) {
			return rebuild(check, image, truth);
		}
		this.verifier.view().retract(check.wallet(), retracted);
		return behindFence(check, mode, retracted);
	}

	private RepairResult rebuild(WalletCheck check, WalletImage image, Truth truth) {
		this.verifier.view().listen(check.wallet());
		WalletEvent last = truth.fold().last();
		Instant now = (last != null && last.time().isAfter(Instant.now())) ? last.time() : Instant.now();
		WalletImage target = truth.fold().image(now, this.options);
		Figures change = minus(target.figures(), truth.last());
		Rebuilt rebuilt = Waits
			.await(this.store.rebuild(new Rebuild(target, image.epoch(), image.seq(), change, note(truth))));
		return switch (rebuilt.outcome()) {
			case DONE -> result(check, Outcome.REBUILT, truth,
					check.explanation() + "; rebuilt as " + rebuilt.epoch() + "/" + rebuilt.seq());
			case SUPERSEDED, NOT_FENCED ->
				result(check, Outcome.REBUILT_ELSEWHERE, "another process has rebuilt the wallet");
		};
	}

	private boolean awaitLanding(LedgerView.Pending pending) {
		long deadline = System.nanoTime() + this.patience.toNanos();
		while (!this.verifier.view().hasLanded(pending)) {
			if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return true;
	}

	static String reason(WalletCheck check) {
		String reason = REASON + check.verdict() + ", " + check.explanation();
		return (reason.length() <= MAX_REASON) ? reason : REASON + check.verdict();
	}

	private static @Nullable String note(Truth truth) {
		return "lost " + truth.lostEvents() + " events, " + truth.fold().remarks().size() + " repeats";
	}

	private static RepairResult result(WalletCheck check, Outcome outcome, String explanation) {
		return new RepairResult(check.wallet(), outcome, check, 0, Figures.ZERO, Figures.ZERO, check.store().figures(),
				explanation, List.of());
	}

	private static RepairResult result(WalletCheck check, Outcome outcome, Truth truth, String explanation) {
		Figures after = truth.fold().figures();
		return new RepairResult(check.wallet(), outcome, check, truth.lostEvents(), minus(truth.ledger(), truth.base()),
				minus(after, truth.ledger()), after, explanation, truth.fold().remarks());
	}

	private static Figures minus(Figures one, Figures other) {
		return new Figures(one.available() - other.available(), one.held() - other.held(),
				one.leased() - other.leased(), one.spent() - other.spent(), one.granted() - other.granted(),
				one.debt() - other.debt());
	}

}
