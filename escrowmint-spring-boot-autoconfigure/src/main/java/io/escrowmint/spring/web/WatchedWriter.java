package io.escrowmint.spring.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Writes characters to a stream at once, and flushes the stream only when it is told to:
 * nobody flushes a writer at the end of a request.
 */
final class WatchedWriter extends Writer {

	private final OutputStream stream;

	private final OutputStreamWriter encoder;

	WatchedWriter(OutputStream stream, Charset charset) {
		this.stream = stream;
		this.encoder = new OutputStreamWriter(new Unflushed(stream), charset);
	}

	@Override
	public void write(char[] characters, int offset, int length) throws IOException {
		this.encoder.write(characters, offset, length);
		this.encoder.flush();
	}

	@Override
	public void flush() throws IOException {
		this.encoder.flush();
		this.stream.flush();
	}

	@Override
	public void close() throws IOException {
		this.encoder.flush();
		this.stream.close();
	}

	private static final class Unflushed extends FilterOutputStream {

		Unflushed(OutputStream stream) {
			super(stream);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
		}

		@Override
		public void flush() {
			// The reason for this class.
		}

	}

}
