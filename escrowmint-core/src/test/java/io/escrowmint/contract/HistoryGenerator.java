package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Charge;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refund;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.model.Withdraw;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories from seeds: few wallets, ids, keys and owners, so that replays,
 * conflicts, tombstones and late calls are common. The same seed and prefix make the same
 * history; the prefix goes into the wallet names only.
 */
final class HistoryGenerator {

	private static final int STEPS = 40;

	private final Random random;

	private final String prefix;

	/** Histories of large amounts live near the limit, the others far below it. */
	private final boolean large;

	private final List<Command<?>> commands = new ArrayList<>();

	private HistoryGenerator(long seed, String prefix) {
		this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
		this.prefix = prefix;
		this.large = oneIn(8);
	}

	static List<HistoryStep> generate(long seed, String prefix) {
		return new HistoryGenerator(seed, prefix).steps();
	}

	static List<String> wallets(String prefix) {
		return List.of(prefix + "a", prefix + "b");
	}

	private List<HistoryStep> steps() {
		List<HistoryStep> steps = new ArrayList<>();
		if (!oneIn(10)) {
			steps.add(new HistoryStep.Apply(TopUp.of(wallets(this.prefix).get(0), this.large ? amount() : 30)));
		}
		while (steps.size() < STEPS) {
			steps.add(step());
		}
		return steps;
	}

	private HistoryStep step() {
		if (!this.commands.isEmpty() && oneIn(10)) {
			return new HistoryStep.Apply(pick(this.commands));
		}
		int dice = this.random.nextInt(100);
		if (dice < 12) {
			return new HistoryStep.Move(Duration.ofMillis(this.random.nextInt(9) * 500L));
		}
		if (dice < 13) {
			return new HistoryStep.Move(Duration.ofMillis(-1 - this.random.nextInt(5000)));
		}
		if (dice < 15) {
			return new HistoryStep.Events(!oneIn(3));
		}
		if (dice < 23) {
			return new HistoryStep.Ask(query());
		}
		Command<?> command = command();
		this.commands.add(command);
		return new HistoryStep.Apply(command);
	}

	private Command<?> command() {
		List<Supplier<Command<?>>> verbs = List.of(this::consume, this::topUp, this::withdraw, this::refund,
				this::reserve, this::reserve, this::reserve, this::commit, this::commit, this::commit, this::cancel,
				this::extend, this::allocate, this::allocate, this::consumeLease, this::consumeLease, this::report,
				this::report, this::renew, this::release);
		return pick(verbs).get();
	}

	private Command<?> consume() {
		return new Consume(wallet(), amount(), key(), oneIn(4) ? maxDebt() : null, trace());
	}

	private Command<?> topUp() {
		return new TopUp(wallet(), amount(), key(), trace());
	}

	private Command<?> withdraw() {
		return new Withdraw(wallet(), amount(), key(), trace());
	}

	private Command<?> refund() {
		Charge original = switch (this.random.nextInt(4)) {
			case 0 -> new Charge.OfConsume(keyName());
			case 1, 2 -> new Charge.OfReservation(name());
			default -> null;
		};
		return new Refund(wallet(), amount(), key(), original, trace());
	}

	private Command<?> reserve() {
		HttpClaim claim = oneIn(3) ? new HttpClaim(pick(List.of("h1", "h2")), fingerprint()) : null;
		return new Reserve(wallet(), amount(), ttl(), id(), claim, trace());
	}

	private Command<?> extend() {
		return new Extend(wallet(), name(), ttl(), trace());
	}

	private Command<?> commit() {
		Long actual = oneIn(3) ? null : Long.valueOf(amountOrZero());
		return new Commit(wallet(), name(), actual, pick(List.of(Overrun.values())), pick(List.of(LateCommit.values())),
				oneIn(3) ? null : maxDebt(), response(), trace());
	}

	private Long maxDebt() {
		return (this.large && oneIn(2)) ? Limits.MAX_CREDITS : this.random.nextInt(12);
	}

	private Command<?> cancel() {
		return new Cancel(wallet(), name(), trace());
	}

	private Command<?> allocate() {
		long amount = amount();
		long minimum = oneIn(2) ? amount : 1 + Math.floorMod(this.random.nextLong(), amount);
		return new AllocateLease(wallet(), amount, ttl(), owner(), minimum, id(), pick(List.of(LeaseExpiry.values())),
				trace());
	}

	private Command<?> consumeLease() {
		return new ConsumeLease(wallet(), name(), owner(), 1 + this.random.nextInt(4), key(), trace());
	}

	private Command<?> report() {
		return new ReportLease(wallet(), name(), owner(), amountOrZero(), trace());
	}

	private Command<?> renew() {
		return new RenewLease(wallet(), name(), owner(), ttl(), trace());
	}

	private Command<?> release() {
		return new ReleaseLease(wallet(), name(), owner(), trace());
	}

	private Query<?> query() {
		PageRequest page = PageRequest.first(1 + this.random.nextInt(3));
		return switch (this.random.nextInt(4)) {
			case 0 -> new Query.OfReservation(wallet(), name());
			case 1 -> new Query.OfLease(wallet(), name());
			case 2 -> new Query.Reservations(wallet(), page);
			default -> new Query.Leases(wallet(), page);
		};
	}

	private String wallet() {
		return wallets(this.prefix).get(oneIn(4) ? 1 : 0);
	}

	private long amount() {
		if (this.large ? !oneIn(3) : oneIn(80)) {
			return Limits.MAX_CREDITS - this.random.nextInt(3) * (long) this.random.nextInt(6);
		}
		return 1L + this.random.nextInt(12);
	}

	private long amountOrZero() {
		return oneIn(8) ? 0 : amount();
	}

	private Duration ttl() {
		return Duration.ofMillis(pick(List.of(1L, 500L, 1000L, 2000L, 5000L, 20_000L)));
	}

	private String owner() {
		return oneIn(5) ? "other" : "owner";
	}

	/**
	 * The name of a reservation or lease; the long ones take the scripts of plain calls.
	 */
	private String name() {
		return pick(List.of("x", "y", "z", "%", "made", "made-by-the-library0", "made-by-the-library1"));
	}

	private OperationId id() {
		return identity(name());
	}

	private String keyName() {
		return pick(List.of("x", "k", "%", "made"));
	}

	private @Nullable OperationId key() {
		return oneIn(2) ? identity(keyName()) : null;
	}

	private static OperationId identity(String name) {
		return new OperationId(name, name.startsWith("made") ? Origin.LIBRARY : Origin.CALLER);
	}

	private Bytes fingerprint() {
		byte[] fingerprint = new byte[Limits.FINGERPRINT_BYTES];
		Arrays.fill(fingerprint, (byte) (oneIn(3) ? 0xff : 0));
		return Bytes.of(fingerprint);
	}

	private @Nullable Bytes response() {
		return switch (this.random.nextInt(4)) {
			case 0 -> Bytes.of();
			case 1 -> Bytes.of((byte) this.random.nextInt(), (byte) 0, (byte) '\n');
			default -> null;
		};
	}

	private Trace trace() {
		return switch (this.random.nextInt(8)) {
			case 0 -> new Trace("request-" + this.random.nextInt(3), null);
			case 1 -> new Trace(null, "note: \"%\" | é 😀\n");
			case 2 -> new Trace("request", "");
			default -> Trace.NONE;
		};
	}

	private boolean oneIn(int count) {
		return this.random.nextInt(count) == 0;
	}

	private <T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
