package io.escrowmint.metering;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A session whose holds lie in a store. Thread-safe: what it holds and how it ended
 * change under its lock, and whoever finds the other one set settles.
 */
final class StoreMeteringSession implements HoldingSession {

	private final HoldDesk desk;

	private final Settler settler;

	private final long maxCost;

	private final MeteringListener listener;

	private final AtomicLong spare;

	private final long begun;

	private final List<MeteredHold> holds = new ArrayList<>();

	private final NamesUnderway underway = new NamesUnderway();

	private long since;

	/** Cost of what is asked for, until it is held or refused. */
	private long asked;

	/**
	 * Whether the call has said that it costs nothing, what it is still to hold as well.
	 */
	private boolean failed;

	private @Nullable Ending ending;

	StoreMeteringSession(HoldDesk desk, Settler settler, long maxCost, MeteringListener listener, long begun) {
		this.desk = desk;
		this.settler = settler;
		this.maxCost = maxCost;
		this.spare = new AtomicLong(maxCost);
		this.listener = listener;
		this.begun = begun;
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands) {
		return admit(demands, () -> false);
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands, BooleanSupplier left) {
		return this.underway.alone(demands, () -> decide(demands, left))
			.whenComplete((decided, failure) -> this.listener.decided(decided));
	}

	private CompletionStage<Admission> decide(List<Demand> demands, BooleanSupplier left) {
		List<Demand> own = demands.isEmpty() ? List.of(NOTHING) : beside(demands);
		Admission refused = ask(own);
		if (refused != null) {
			return CompletableFuture.completedFuture(refused);
		}
		return demands.isEmpty() ? CompletableFuture.completedFuture(join(nothing()))
				: take(own, 0, this.desk.deadline(this.begun), new Taken(), left).whenComplete((decided, failure) -> {
					if (!(decided instanceof Admission.Admitted)) {
						withdraw(own);
					}
				});
	}

	private synchronized List<Demand> beside(List<Demand> demands) {
		return demands.stream()
			.filter((demand) -> this.holds.stream().noneMatch((hold) -> hold.isNamed(demand.name())))
			.toList();
	}

	private synchronized @Nullable Admission ask(List<Demand> demands) {
		long cost = this.asked + cost(this.holds.stream().map(MeteredHold::demand));
		for (Demand demand : demands) {
			cost += demand.cost();
			if (cost > this.maxCost) {
				return new Admission.CostLimit(cost, this.maxCost);
			}
		}
		this.asked += cost(demands.stream());
		return null;
	}

	private synchronized void withdraw(List<Demand> demands) {
		this.asked -= cost(demands.stream());
	}

	private static long cost(Stream<Demand> demands) {
		return demands.mapToLong(Demand::cost).sum();
	}

	private static Taken nothing() {
		Taken nothing = new Taken();
		nothing.add(new HoldDesk.Answer(MeteredHold.empty(NOTHING), null, null));
		return nothing;
	}

	private CompletionStage<Admission> take(List<Demand> demands, int index, long deadline, Taken taken,
			BooleanSupplier left) {
		if (index == demands.size()) {
			return CompletableFuture.completedFuture(left.getAsBoolean() ? leave(taken) : join(taken));
		}
		return this.desk.take(demands.get(index), deadline).thenCompose((answer) -> {
			if (answer.refused() != null) {
				taken.holds().forEach(this::giveBack);
				return CompletableFuture.completedFuture(answer.refused());
			}
			taken.add(answer);
			return take(demands, index + 1, deadline, taken, left);
		});
	}

	// Nobody looks at the answer, and the next part of that name holds for itself.
	private Admission leave(Taken taken) {
		List<MeteredHold> own = taken.holds();
		own.forEach(this::giveBack);
		withdraw(own.stream().map(MeteredHold::demand).toList());
		return new Admission.Admitted(0, null);
	}

	private Admission join(Taken taken) {
		List<MeteredHold> own = taken.holds();
		Ending ended;
		Admission.Balance balance;
		own.forEach((hold) -> hold.share(this.spare));
		synchronized (this) {
			if (this.holds.isEmpty()) {
				this.since = System.nanoTime();
			}
			this.holds.addAll(own);
			if (this.failed) {
				own.forEach(MeteredHold::tryFail);
			}
			this.asked -= cost(own.stream().map(MeteredHold::demand));
			balance = taken.balance(this.holds);
			ended = this.ending;
		}
		if (ended != null) {
			own.forEach((hold) -> settle(hold, tooLate(ended)));
		}
		return new Admission.Admitted(own.stream().mapToLong(MeteredHold::held).sum(), balance);
	}

	// Whoever left before it was held never got to what it pays for.
	private static Ending tooLate(Ending ended) {
		return (ended.kind() == Ending.Kind.DISCONNECTED) ? Ending.failed()
				: new Ending(ended.kind(), ended.status(), null);
	}

	@Override
	public synchronized void fail() {
		this.failed |= isMetered() && this.ending == null;
		HoldingSession.super.fail();
	}

	@Override
	public synchronized boolean isResponseWanted() {
		return this.ending == null
				&& this.holds.stream().anyMatch((hold) -> !hold.isEmpty() && hold.demand().http() != null);
	}

	@Override
	public synchronized boolean isEnded() {
		return this.ending != null;
	}

	@Override
	public CompletionStage<Void> end(Ending how) {
		List<MeteredHold> held;
		Duration elapsed;
		synchronized (this) {
			if (this.ending != null) {
				return CompletableFuture.completedFuture(null);
			}
			this.ending = how;
			held = holds();
			elapsed = Duration.ofNanos(System.nanoTime() - this.since);
		}
		if (!held.isEmpty()) {
			this.listener.ended(how.kind(), elapsed);
		}
		return CompletableFuture.allOf(held.stream()
			.map((hold) -> settle(hold, how).toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new));
	}

	private CompletionStage<Void> settle(MeteredHold hold, Ending how) {
		if (!hold.beginSettle() || hold.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		long charge = hold.charge(how);
		if (charge < 0) {
			return this.settler.cancel(hold);
		}
		return this.settler.charge(hold, charge, (hold.demand().http() != null) ? how.response() : null);
	}

	private void giveBack(MeteredHold hold) {
		settle(hold, Ending.failed());
	}

	@Override
	public synchronized List<MeteredHold> holds() {
		return List.copyOf(this.holds);
	}

}
