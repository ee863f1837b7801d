package io.escrowmint.store.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.SweepPage;
import io.escrowmint.store.WalletImage;

/**
 * The wallets of one partition. One lock guards all of it, so that state, record and
 * event of a command change in one step, as they do in one Redis script; nothing in here
 * waits while it is held.
 */
final class MemoryPartition {

	private static final Duration RETRY_FAILED_AFTER = Duration.ofSeconds(10);

	private final Lock lock = new ReentrantLock();

	private final InstantSource clock;

	private final Records records;

	private final PartitionLog log;

	private final Map<String, MemoryWallet> wallets = new HashMap<>();

	private final DueWallets due = new DueWallets();

	private final Map<String, String> fenced = new TreeMap<>(Utf8.ORDER);

	MemoryPartition(StoreOptions options, InstantSource clock) {
		this.clock = clock;
		this.records = new Records(options);
		this.log = new PartitionLog(options.eventsMaxLength());
	}

	<R extends Outcome> R execute(Command<R> command) {
		return locked(() -> repeat(command.wallet(), (touch) -> Verbs.apply(touch, command), Outcome::applied));
	}

	<R> R query(Query<R> query) {
		return locked(() -> repeat(query.wallet(), (touch) -> Answers.to(touch, query), (answer) -> false));
	}

	<R> R fromLog(Function<PartitionLog, R> action) {
		return locked(() -> action.apply(this.log));
	}

	void onLog(Consumer<PartitionLog> action) {
		locked(() -> {
			action.accept(this.log);
			return true;
		});
	}

	void register(String reader) {
		onLog((log) -> log.register(reader, this.clock.millis()));
	}

	void retell() {
		onLog((log) -> log.retell(this.clock.millis()));
	}

	boolean fence(String wallet, String reason) {
		return locked(() -> this.fenced.putIfAbsent(wallet, reason) == null);
	}

	boolean unfence(String wallet) {
		return locked(() -> this.fenced.remove(wallet) != null);
	}

	Map<String, String> fenced() {
		return locked(() -> new TreeMap<>(this.fenced));
	}

	WalletImage image(String name) {
		return locked(() -> {
			MemoryWallet wallet = this.wallets.get(name);
			String fence = this.fenced.get(name);
			return (wallet != null) ? Images.of(wallet, fence) : WalletImage.missing(name, fence);
		});
	}

	Rebuilt rebuild(Rebuild rebuild) {
		return locked(() -> {
			WalletImage present = image(rebuild.image().wallet());
			if (present.epoch() != rebuild.replacedEpoch() || present.seq() != rebuild.replacedSeq()) {
				return new Rebuilt(Rebuilt.Outcome.SUPERSEDED, present.epoch(), present.seq());
			}
			if (present.fence() == null) {
				return new Rebuilt(Rebuilt.Outcome.NOT_FENCED, present.epoch(), present.seq());
			}
			return replace(rebuild);
		});
	}

	private Rebuilt replace(Rebuild rebuild) {
		Reconstruction reconstruction = new Reconstruction(this.records, this.clock.millis());
		MemoryWallet wallet = reconstruction.wallet(rebuild);
		reconstruction.remember(wallet.name, rebuild.image().receipts());
		this.log.append(List.of(Reconstruction.event(wallet, rebuild)));
		this.wallets.put(wallet.name, wallet);
		Claim earliest = wallet.earliest();
		this.due.set(wallet.name, (earliest != null) ? earliest.expiry() : null);
		this.fenced.remove(wallet.name);
		return new Rebuilt(Rebuilt.Outcome.DONE, wallet.epoch, wallet.seq);
	}

	SweepPage sweep(int limit) {
		return locked(() -> {
			long now = this.clock.millis();
			this.records.forget(now);
			Duration lag = Duration.ofMillis(this.due.lag(now));
			SweepPage page = new SweepPage(0, 0, 0, lag, false);
			for (String wallet : this.due.until(now, limit)) {
				page = page.plus(sweep(wallet, now));
			}
			return page.plus(new SweepPage(0, 0, 0, Duration.ZERO, this.due.isAnyDue(now)));
		});
	}

	private SweepPage sweep(String wallet, long now) {
		try {
			return touch(wallet, (touch) -> new SweepPage(1, touch.reclaimed(), 0, Duration.ZERO, false));
		}
		catch (RuntimeException ex) {
			// out of the way of the wallets behind it
			this.due.set(wallet, now + RETRY_FAILED_AFTER.toMillis());
			return new SweepPage(0, 0, 1, Duration.ZERO, false);
		}
	}

	/**
	 * Touches a wallet again while its reply is not final and more has expired than one
	 * touch reclaims.
	 */
	private <R> R repeat(String wallet, Function<Touch, R> action, Predicate<R> isFinal) {
		while (true) {
			Reply<R> reply = touch(wallet, (touch) -> {
				R answer = action.apply(touch);
				return new Reply<>(answer, isFinal.test(answer) || !touch.hasExpired());
			});
			if (reply.isFinal()) {
				return reply.answer();
			}
		}
	}

	private <R> R touch(String name, Function<Touch, R> action) {
		if (this.fenced.containsKey(name)) {
			throw new WalletFencedException(name);
		}
		MemoryWallet known = this.wallets.get(name);
		MemoryWallet wallet = (known != null) ? known : new MemoryWallet(name);
		Touch touch = new Touch(wallet, this.records, this.clock.millis(), this.log.since());
		try {
			Reclaim.batch(touch);
			return action.apply(touch);
		}
		finally {
			settle(touch);
		}
	}

	private void settle(Touch touch) {
		MemoryWallet wallet = touch.wallet;
		if (wallet.exists) {
			this.wallets.put(wallet.name, wallet);
		}
		Claim earliest = wallet.earliest();
		this.due.set(wallet.name, (earliest != null) ? earliest.expiry() : null);
		if (!touch.events().isEmpty()) {
			this.log.append(touch.events());
		}
	}

	private <R> R locked(Supplier<R> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Reply<R>(R answer, boolean isFinal) {

	}

}
