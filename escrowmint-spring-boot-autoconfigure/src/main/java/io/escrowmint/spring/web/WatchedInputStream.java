package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.Objects;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The stream of a {@link WatchedRequest}: tells apart whether its listener fails or
 * nothing can be read.
 */
final class WatchedInputStream extends ServletInputStream {

	private final ServletInputStream stream;

	private final ResponseWatch watch;

	private final HttpServletResponse response;

	private volatile boolean broken;

	WatchedInputStream(ServletInputStream stream, ResponseWatch watch, HttpServletResponse response) {
		this.stream = stream;
		this.watch = watch;
		this.response = response;
	}

	@Override
	public int read() throws IOException {
		try {
			return this.stream.read();
		}
		catch (IOException ex) {
			this.broken = true;
			throw ex;
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			return this.stream.read(bytes, offset, length);
		}
		catch (IOException ex) {
			this.broken = true;
			throw ex;
		}
	}

	@Override
	public int available() throws IOException {
		return this.stream.available();
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

	@Override
	public boolean isFinished() {
		return this.stream.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.stream.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		this.stream.setReadListener(new Listener(Objects.requireNonNull(listener, "listener")));
	}

	private final class Listener implements ReadListener {

		private final ReadListener listener;

		Listener(ReadListener listener) {
			this.listener = listener;
		}

		@Override
		public void onDataAvailable() throws IOException {
			try {
				this.listener.onDataAvailable();
			}
			catch (Throwable ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void onAllDataRead() throws IOException {
			try {
				this.listener.onAllDataRead();
			}
			catch (Throwable ex) {
				failed(ex);
				throw ex;
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.listener.onError(failure);
		}

		private void failed(Throwable failure) {
			if (!WatchedInputStream.this.broken) {
				WatchedInputStream.this.watch.failed(WatchedInputStream.this.response, failure);
			}
		}

	}

}
