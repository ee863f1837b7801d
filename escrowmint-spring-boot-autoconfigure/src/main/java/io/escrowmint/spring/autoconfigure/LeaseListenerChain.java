package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.lease.LeaseListener;

/**
 * Tells several listeners. What one of them throws is dropped, and keeps nothing from the
 * others.
 *
 * @param listeners the listeners, in their order
 */
record LeaseListenerChain(List<LeaseListener> listeners) implements LeaseListener {

	@Override
	public void granted(long asked, long granted, boolean refill, Duration elapsed) {
		tell((listener) -> listener.granted(asked, granted, refill, elapsed));
	}

	@Override
	public void refused(long asked) {
		tell((listener) -> listener.refused(asked));
	}

	@Override
	public void acquireFailed() {
		tell(LeaseListener::acquireFailed);
	}

	@Override
	public void refusedLocally() {
		tell(LeaseListener::refusedLocally);
	}

	@Override
	public void waited() {
		tell(LeaseListener::waited);
	}

	@Override
	public void direct() {
		tell(LeaseListener::direct);
	}

	@Override
	public void reported(long booked, boolean late) {
		tell((listener) -> listener.reported(booked, late));
	}

	@Override
	public void repeated() {
		tell(LeaseListener::repeated);
	}

	@Override
	public void renewed() {
		tell(LeaseListener::renewed);
	}

	@Override
	public void released(long returned) {
		tell((listener) -> listener.released(returned));
	}

	@Override
	public void expired(long unspent) {
		tell((listener) -> listener.expired(unspent));
	}

	@Override
	public void settledLate(long charged) {
		tell((listener) -> listener.settledLate(charged));
	}

	@Override
	public void lost(long credits) {
		tell((listener) -> listener.lost(credits));
	}

	private void tell(Consumer<LeaseListener> event) {
		for (LeaseListener listener : this.listeners) {
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
