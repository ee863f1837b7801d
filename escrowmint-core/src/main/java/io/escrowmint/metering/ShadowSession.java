package io.escrowmint.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A session that lets everything in, at once, and only counts what would have happened.
 * Thread-safe: what it was asked for and how it ended change under its lock.
 */
final class ShadowSession implements HoldingSession {

	private final ShadowLedger ledger;

	private final long maxCost;

	private final List<Shadow> shadows = new ArrayList<>();

	private boolean failed;

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
			if (this.shadows.stream().anyMatch((shadow) -> shadow.hold.isNamed(demand.name()))) {
				return;
			}
			MeteredHold hold = MeteredHold.shadow(demand);
			if (this.failed) {
				hold.tryFail();
			}
			this.shadows.add(new Shadow(hold, this.ledger.ask(demand, this.maxCost)));
		}
	}

	@Override
	public synchronized void fail() {
		this.failed |= isMetered() && this.ending == null;
		HoldingSession.super.fail();
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

	@Override
	public synchronized List<MeteredHold> holds() {
		return this.shadows.stream().map(Shadow::hold).toList();
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

	}

}
