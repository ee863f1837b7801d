package io.escrowmint.spring.web;

import java.io.ByteArrayInputStream;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.ReadListener;

/**
 * Leads the listener of a handler through a body that was read ahead. To the container
 * that body is at its end, which it tells when the handler has returned, on a thread of
 * its own; a listener that comes later may be told so twice, which counts once. Then the
 * listener hears of the data, and of their end when it has read them. Should it leave
 * some to another thread, that thread finds the end, and tells of it. Thread-safe:
 * whoever takes the turn makes the call, so that none is made twice or beside another.
 */
final class AheadListener implements ReadListener {

	private final ReadListener listener;

	private final ByteArrayInputStream ahead;

	private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.OF_THE_CONTAINER);

	AheadListener(ReadListener listener, ByteArrayInputStream ahead) {
		this.listener = listener;
		this.ahead = ahead;
	}

	@Override
	public void onDataAvailable() {
		begin();
	}

	@Override
	public void onAllDataRead() {
		begin();
	}

	@Override
	public void onError(Throwable failure) {
		this.turn.set(Turn.OF_NOBODY);
		this.listener.onError(failure);
	}

	private void begin() {
		if (!this.turn.compareAndSet(Turn.OF_THE_CONTAINER, Turn.OF_THE_LISTENER)) {
			return;
		}
		try {
			if (this.ahead.available() > 0) {
				this.listener.onDataAvailable();
			}
		}
		catch (Throwable ex) {
			onError(ex);
			return;
		}
		this.turn.compareAndSet(Turn.OF_THE_LISTENER, Turn.OF_WHO_FINDS_THE_END);
		end();
	}

	/**
	 * Tells the listener that all data are read, if they are, once, and not while it
	 * hears of them.
	 */
	void end() {
		if (this.ahead.available() > 0 || !this.turn.compareAndSet(Turn.OF_WHO_FINDS_THE_END, Turn.OF_NOBODY)) {
			return;
		}
		try {
			this.listener.onAllDataRead();
		}
		catch (Throwable ex) {
			this.listener.onError(ex);
		}
	}

	private enum Turn {

		/** It has not called yet. */
		OF_THE_CONTAINER,

		/** It hears of the data. */
		OF_THE_LISTENER,

		/** It has heard of the data. */
		OF_WHO_FINDS_THE_END,

		/** It has heard of the end, or of a failure. */
		OF_NOBODY

	}

}
