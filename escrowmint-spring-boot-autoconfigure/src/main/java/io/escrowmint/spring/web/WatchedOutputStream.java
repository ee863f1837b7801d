package io.escrowmint.spring.web;

import java.io.IOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The stream of a {@link WatchedResponse}.
 */
final class WatchedOutputStream extends ServletOutputStream {

	private final ServletOutputStream stream;

	private final ResponseWatch watch;

	private final WatchedResponse response;

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
		boolean flushes = this.watch.takeDeferredFlush();
		noting(() -> {
			if (flushes) {
				this.stream.flush();
			}
			this.stream.write(bytes, offset, length);
		});
	}

	@Override
	public void flush() throws IOException {
		if (!this.watch.defersFlush(this.response)) {
			noting(this.stream::flush);
		}
	}

	@Override
	public void close() throws IOException {
		noting(this.stream::close);
	}

	@Override
	public boolean isReady() {
		return this.stream.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		this.stream.setWriteListener(listener);
	}

	private void noting(Step step) throws IOException {
		try {
			step.run();
		}
		catch (IOException ex) {
			this.watch.broken();
			throw ex;
		}
	}

	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
