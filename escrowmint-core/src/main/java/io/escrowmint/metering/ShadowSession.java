package io.escrowmint.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.Metering;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * A session that lets everything in, at once, and only counts what would have happened.
 * Thread-safe: what it was asked for and how it ended change under its lock.
 */
final class ShadowSession implements MeteringSession {

	private static final Demand NOTHING = new Demand("", null, 0, Terms.DEFAULTS, null, Trace.NONE);

	private final ShadowLedger ledger;

	private final long maxCost;

	private final List<Shadow> shadows = new ArrayList<>();

	private @Nullable Ending ending;

	ShadowSession(ShadowLedger ledger, long maxCost) {
		this.ledger = ledger;
		this.maxCost = maxCost;
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands) {
		for (Demand demand : demands.isEmpty() ? List.of(NOTHING) : demands) {
			admit(demand);
		}
		return CompletableFuture.completedFuture(new Admission.Admitted(0, null));
	}

	private void admit(Demand demand) {
		synchronized (this) {
			if (this.shadows.stream().anyMatch((shadow) -> shadow.of(demand.name()))) {
				return;
			}
			this.shadows.add(new Shadow(MeteredHold.shadow(demand), this.ledger.ask(demand, this.maxCost)));
		}
	}

	@Override
	public synchronized boolean isMetered() {
		return !this.shadows.isEmpty();
	}

	@Override
	public boolean isResponseWanted() {
		return false;
	}

	@Override
	public synchronized boolean isEnded() {
		return this.ending != null;
	}

	@Override
	public CompletionStage<Void> end(Ending how) {
		List<Shadow> ended;
		synchronized (this) {
			if (this.ending != null) {
				return CompletableFuture.completedFuture(null);
			}
			this.ending = how;
			ended = List.copyOf(this.shadows);
		}
		for (Shadow shadow : ended) {
			shadow.hold.beginSettle();
			if (!shadow.isOfNothing()) {
				this.ledger.book(shadow.hold, how, shadow.verdict);
			}
		}
		return CompletableFuture.completedFuture(null);
	}

	private synchronized MeteredHold first() {
		if (this.shadows.isEmpty()) {
			throw new IllegalStateException("Nothing is held for this call yet");
		}
		return this.shadows.get(0).hold;
	}

	@Override
	public synchronized Metering named(String name) {
		return this.shadows.stream()
			.filter((shadow) -> shadow.of(name))
			.findFirst()
			.map((shadow) -> shadow.hold)
			.orElseThrow(() -> new IllegalArgumentException("This call holds nothing under the name '" + name + "'"));
	}

	@Override
	public String wallet() {
		return first().wallet();
	}

	@Override
	public long held() {
		return first().held();
	}

	@Override
	public long amount() {
		return first().amount();
	}

	@Override
	public void settle(long actual) {
		first().settle(actual);
	}

	@Override
	public void addCost(long more) {
		first().addCost(more);
	}

	@Override
	public void fail() {
		first().fail();
	}

	/**
	 * A demand, and what the store would have said to it.
	 *
	 * @param hold takes what the call says of its use
	 * @param verdict why it would have been refused, empty if it would not
	 */
	private record Shadow(MeteredHold hold, CompletableFuture<String> verdict) {

		boolean isOfNothing() {
			return this.hold.demand() == NOTHING;
		}

		boolean of(String name) {
			return this.hold.demand().name().equals(name);
		}

	}

}
