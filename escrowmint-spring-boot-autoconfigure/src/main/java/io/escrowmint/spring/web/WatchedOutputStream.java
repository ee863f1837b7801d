package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The stream of a {@link WatchedResponse}. Where the request is settled before its
 * response ends, it keeps the last byte back: with it a container sends a response whose
 * length is known, before anyone asks for a flush. What a dispatch has kept back is
 * written at its end, when another thread may write already; so each has its turn.
 */
final class WatchedOutputStream extends ServletOutputStream {

	private static final int NONE = -1;

	private volatile ServletOutputStream stream;

	private final ResponseWatch watch;

	private final WatchedResponse response;

	private final Lock turn = new ReentrantLock();

	private int last = NONE;

	WatchedOutputStream(ServletOutputStream stream, ResponseWatch watch, WatchedResponse response) {
		this.stream = stream;
		this.watch = watch;
		this.response = response;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.watch.wrote(bytes, offset, length, this.response);
		int kept = (length > 0 && this.watch.keepsLastByte(this.response)) ? 1 : 0;
		noting(() -> {
			release();
			if (this.watch.takeDeferredFlush()) {
				this.stream.flush();
			}
			this.stream.write(bytes, offset, length - kept);
			if (kept > 0) {
				this.last = bytes[offset + length - 1] & 0xFF;
			}
		});
	}

	/**
	 * Writes what was kept back.
	 */
	void release() throws IOException {
		noting(() -> {
			if (this.last != NONE) {
				int value = this.last;
				this.last = NONE;
				this.stream.write(value);
			}
		});
	}

	/**
	 * Writes what was kept back, and flushes if a flush has waited: more may come late.
	 */
	void goOn() throws IOException {
		noting(() -> {
			release();
			if (this.watch.takeDeferredFlush()) {
				this.stream.flush();
			}
		});
	}

	/**
	 * Writes to another stream from now on.
	 * @param stream what the container gives after a reset
	 */
	void goOnWith(ServletOutputStream stream) {
		this.stream = stream;
	}

	/**
	 * Forgets what was kept back.
	 */
	void reset() {
		this.last = NONE;
	}

	@Override
	public void flush() throws IOException {
		if (!this.watch.defersFlush(this.response)) {
			noting(() -> {
				release();
				this.stream.flush();
			});
		}
	}

	@Override
	public void close() throws IOException {
		// The container closes it at the end of the dispatch.
		if (this.last == NONE) {
			noting(this.stream::close);
		}
	}

	@Override
	public boolean isReady() {
		return this.stream.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		this.stream.setWriteListener(new Listener(Objects.requireNonNull(listener, "listener")));
	}

	private void noting(Step step) throws IOException {
		this.turn.lock();
		try {
			this.response.noteStatus();
			step.run();
		}
		catch (IOException ex) {
			this.watch.broken(this.response);
			throw ex;
		}
		catch (RuntimeException ex) {
			if (!this.response.noteStatus()) {
				this.watch.broken(this.response);
			}
			throw ex;
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * To a container its failure looks like that of the connection.
	 */
	private final class Listener implements WriteListener {

		private final WriteListener listener;

		Listener(WriteListener listener) {
			this.listener = listener;
		}

		@Override
		public void onWritePossible() throws IOException {
			try {
				this.listener.onWritePossible();
			}
			catch (Throwable ex) {
				WatchedOutputStream.this.watch.failed(WatchedOutputStream.this.response, ex);
				throw ex;
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.listener.onError(failure);
		}

	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
