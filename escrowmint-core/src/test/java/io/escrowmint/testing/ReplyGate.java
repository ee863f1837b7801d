package io.escrowmint.testing;

import java.io.InterruptedIOException;

/**
 * Where replies wait while a {@link FlakyProxy} holds them back. Everything happens under
 * its monitor; a link that has ended is woken and waits no longer.
 */
final class ReplyGate {

	private boolean closed;

	synchronized void close() {
		this.closed = true;
	}

	synchronized void open() {
		this.closed = false;
		notifyAll();
	}

	synchronized void wakeEnded() {
		notifyAll();
	}

	synchronized void pass(ProxyLink link) throws InterruptedIOException {
		try {
			while (this.closed && !link.hasEnded()) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException("Interrupted while replies were held back");
		}
	}

}
