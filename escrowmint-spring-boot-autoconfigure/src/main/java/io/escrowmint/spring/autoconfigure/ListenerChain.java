package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.Settlement;

/**
 * Tells several listeners. What one of them throws is dropped, and keeps nothing from the
 * others.
 *
 * @param listeners the listeners, in their order
 */
record ListenerChain(List<MeteringListener> listeners) implements MeteringListener {

	@Override
	public void decided(Admission admission) {
		tell((listener) -> listener.decided(admission));
	}

	@Override
	public void ended(Ending.Kind kind, Duration elapsed) {
		tell((listener) -> listener.ended(kind, elapsed));
	}

	@Override
	public void settled(Settlement settlement) {
		tell((listener) -> listener.settled(settlement));
	}

	@Override
	public void settleRepeated() {
		tell(MeteringListener::settleRepeated);
	}

	@Override
	public void extended(int holds) {
		tell((listener) -> listener.extended(holds));
	}

	@Override
	public void allowed(long cost) {
		tell((listener) -> listener.allowed(cost));
	}

	@Override
	public void shadowed(String verdict, long cost) {
		tell((listener) -> listener.shadowed(verdict, cost));
	}

	private void tell(Consumer<MeteringListener> event) {
		for (MeteringListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				// A listener is never a reason for a call to fail.
				continue;
			}
		}
	}

}
