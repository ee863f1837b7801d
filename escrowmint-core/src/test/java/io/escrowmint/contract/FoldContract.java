package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.escrowmint.ledger.WalletFold;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events say all of a wallet: random histories are folded from their events alone and
 * compared with what the engine keeps, and a wallet that is rebuilt from them goes on as
 * if nothing had happened.
 */
public abstract class FoldContract extends EngineContract {

	private static final int SOAK = 20;

	/**
	 * Returns how many histories are taken.
	 * @return 1 or more
	 */
	protected abstract int histories();

	private int count() {
		return Boolean.getBoolean("escrowmint.soak") ? SOAK * histories() : histories();
	}

	@Override
	StoreOptions options() {
		return super.options().withEventsMaxLength(1_000_000);
	}

	@Test
	void eventsFoldToWhatTheEngineKeeps() {
		for (long seed = 1; seed <= count(); seed++) {
			String prefix = HistoryPair.newPrefix();
			Calls.await(this.engine.events().enable(true));
			HistoryGenerator.generate(seed, prefix).forEach((step) -> step.take(this.engine, this.calls));
			Calls.await(this.engine.events().enable(true));
			for (String wallet : HistoryGenerator.wallets(prefix)) {
				assertFolds(wallet, seed);
			}
		}
	}

	private void assertFolds(String wallet, long seed) {
		this.calls.send(TopUp.of(wallet, 1));
		WalletFold fold = new WalletFold(wallet);
		this.calls.events(wallet).forEach(fold::add);
		WalletImage folded = fold.image();
		WalletImage kept = Calls.await(this.engine.recovery().image(wallet));
		if (fold.last() == null || fold.last().seq() != kept.seq()) {
			// the top-up was refused and the last events were not written
			return;
		}
		assertThat(fold.isComplete()).isTrue();
		assertThat(comparable(folded)).as("history %d, wallet %s", seed, wallet).isEqualTo(comparable(kept));
	}

	/** HTTP keys are in no event; what a lease was asked for is in no snapshot. */
	private static WalletImage comparable(WalletImage image) {
		List<OpenClaim> open = image.open().stream().map(FoldContract::comparable).toList();
		return new WalletImage(image.wallet(), image.status(), null, image.epoch(), image.seq(), image.changedAt(),
				image.figures(), open, List.of(), false);
	}

	private static OpenClaim comparable(OpenClaim claim) {
		if (claim instanceof OpenClaim.Lease lease) {
			return new OpenClaim.Lease(lease.id(), lease.callerNamed(), lease.owner(), lease.granted(), lease.granted(),
					lease.consumed(), lease.reported(), lease.expiry(), lease.expiresAt());
		}
		return new OpenClaim.Hold(claim.id(), claim.callerNamed(), claim.amount(), claim.expiresAt(), null);
	}

	@Test
	void aRebuiltWalletGoesOnAsIfNothingHadHappened() {
		for (long seed = 1; seed <= count(); seed++) {
			try (Engine other = newEngine(options())) {
				goOn(seed, other);
			}
		}
	}

	private void goOn(long seed, Engine other) {
		String prefix = HistoryPair.newPrefix();
		Calls.await(this.engine.events().enable(true));
		told(HistoryGenerator.generate(seed, prefix)).forEach((step) -> take(step, this.engine, this.calls));
		other.advance(Duration.between(other.now(), this.engine.now()));
		Calls calls = new Calls(other);
		for (String wallet : HistoryGenerator.wallets(prefix)) {
			rebuild(wallet, other);
		}
		for (HistoryStep step : told(HistoryGenerator.generate(seed + 100_000, prefix))) {
			Object expected = take(step, this.engine, this.calls);
			Object actual = take(step, other, calls);
			assertThat(actual).as("history %d, %s", seed, step).isEqualTo(expected);
		}
		for (String wallet : HistoryGenerator.wallets(prefix)) {
			assertThat(calls.state(wallet).figures()).isEqualTo(this.calls.state(wallet).figures());
		}
	}

	private void rebuild(String wallet, Engine other) {
		WalletFold fold = new WalletFold(wallet);
		List<WalletEvent> events = this.calls.events(wallet);
		events.forEach(fold::add);
		if (!events.isEmpty()) {
			Calls.await(other.recovery().fence(wallet, "lost"));
			WalletImage image = fold.image(other.now(), options());
			Rebuilt rebuilt = Calls.await(other.recovery().rebuild(new Rebuild(image, 0, 0, image.figures(), null)));
			assertThat(rebuilt.outcome()).isEqualTo(Rebuilt.Outcome.DONE);
		}
	}

	/**
	 * What events tell: neither HTTP keys nor a keyed consume's cap on debt, and always
	 * written.
	 */
	private static List<HistoryStep> told(List<HistoryStep> steps) {
		List<HistoryStep> told = new ArrayList<>();
		for (HistoryStep step : steps) {
			if (step instanceof HistoryStep.Apply apply) {
				told.add(new HistoryStep.Apply(told(apply.command())));
			}
			else if (step instanceof HistoryStep.Ask
					|| step instanceof HistoryStep.Move move && !move.time().isNegative()) {
				told.add(step);
			}
		}
		return told;
	}

	private static Command<?> told(Command<?> command) {
		if (command instanceof Consume consume && consume.key() != null) {
			return new Consume(consume.wallet(), consume.amount(), consume.key(), null, consume.trace());
		}
		if (command instanceof Reserve reserve) {
			return new Reserve(reserve.wallet(), reserve.amount(), reserve.ttl(), reserve.id(), null, reserve.trace());
		}
		if (command instanceof Commit commit) {
			return new Commit(commit.wallet(), commit.id(), commit.actual(), commit.overrun(), commit.late(),
					commit.maxDebt(), null, commit.trace());
		}
		return command;
	}

	/** Tombstones are in no event: what would leave one is not done. */
	private static @Nullable Object take(HistoryStep step, Engine engine, Calls calls) {
		if (step instanceof HistoryStep.Apply apply && leavesTombstone(apply.command(), calls)) {
			return null;
		}
		Object answer = step.take(engine, calls);
		return (answer instanceof WalletState state) ? Objects.requireNonNull(state).figures() : answer;
	}

	private static boolean leavesTombstone(Command<?> command, Calls calls) {
		if (command instanceof Cancel cancel) {
			return calls.ask(new Query.OfReservation(cancel.wallet(), cancel.id())).isEmpty();
		}
		return command instanceof ReleaseLease release
				&& calls.ask(new Query.OfLease(release.wallet(), release.id())).isEmpty();
	}

}
