package io.escrowmint.spring.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.Executor;

import io.escrowmint.spring.http.RequestFingerprint;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Digests what is read from it.
 */
final class DigestingInputStream extends ServletInputStream {

	private final ServletInputStream stream;

	private final Executor late;

	private final MessageDigest digest = RequestFingerprint.sha256();

	private byte @Nullable [] rest;

	private @Nullable ByteArrayInputStream ahead;

	private volatile @Nullable AheadListener listening;

	private boolean any;

	private boolean refused;

	/**
	 * Creates the stream.
	 * @param stream the stream of the container
	 * @param late runs what the container may not call by itself
	 */
	DigestingInputStream(ServletInputStream stream, Executor late) {
		this.stream = stream;
		this.late = late;
	}

	static byte[] digestOf(InputStream content) throws IOException {
		MessageDigest digest = RequestFingerprint.sha256();
		byte[] buffer = new byte[8192];
		for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
			digest.update(buffer, 0, read);
		}
		return digest.digest();
	}

	/**
	 * Reads ahead to the end, and returns the digest of everything.
	 * @param limit how many bytes may be unread
	 * @return the SHA-256, {@code null} if more is unread
	 */
	byte @Nullable [] digest(int limit) throws IOException {
		if (this.ahead == null) {
			byte[] unread = this.stream.readNBytes(limit);
			update(unread, 0, unread.length);
			int more = (unread.length == limit) ? this.stream.read() : -1;
			if (more >= 0) {
				return null;
			}
			this.rest = unread;
			this.ahead = new ByteArrayInputStream(unread);
		}
		return digestOfRead();
	}

	/**
	 * Returns what was read ahead.
	 * @return the bytes, whoever has read them since; empty if nothing was
	 */
	byte[] readAhead() {
		return (this.rest != null) ? this.rest : new byte[0];
	}

	/**
	 * Tells whether there was something to read so far.
	 * @return {@code true} if some of the body came this way
	 */
	boolean hasRead() {
		return this.any;
	}

	/**
	 * Refuses whoever reads from now on: the container has parsed the body for its key,
	 * and would say that it is empty.
	 */
	void refuse() {
		this.refused = true;
	}

	private void demandReadable() {
		if (this.refused) {
			throw new IllegalStateException("The body of several parts was parsed to compare it with that of its "
					+ "Idempotency-Key; ask for the parts, or send no key");
		}
	}

	private void update(byte[] bytes, int offset, int length) {
		this.any |= length > 0;
		this.digest.update(bytes, offset, length);
	}

	byte[] digestOfRead() {
		try {
			return ((MessageDigest) this.digest.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("SHA-256 can be copied", ex);
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) > 0) ? one[0] & 0xff : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		demandReadable();
		if (this.ahead != null) {
			int copied = this.ahead.read(bytes, offset, length);
			if (copied < 0) {
				end();
			}
			return copied;
		}
		int read = this.stream.read(bytes, offset, length);
		if (read > 0) {
			update(bytes, offset, read);
		}
		return read;
	}

	@Override
	public int available() throws IOException {
		demandReadable();
		return (this.ahead != null) ? this.ahead.available() : this.stream.available();
	}

	@Override
	public boolean isFinished() {
		demandReadable();
		return (this.ahead != null) ? this.ahead.available() == 0 : this.stream.isFinished();
	}

	@Override
	public boolean isReady() {
		if (this.ahead == null) {
			return this.stream.isReady();
		}
		boolean ready = this.listening == null || this.ahead.available() > 0;
		if (!ready) {
			end();
		}
		return ready;
	}

	@Override
	public void setReadListener(ReadListener listener) {
		demandReadable();
		if (this.ahead == null) {
			this.stream.setReadListener(listener);
			return;
		}
		AheadListener known = this.listening;
		AheadListener next = new AheadListener(Objects.requireNonNull(listener, "listener"), this.ahead);
		this.listening = next;
		try {
			this.stream.setReadListener(next);
		}
		catch (RuntimeException ex) {
			this.listening = known;
			throw ex;
		}
		this.late.execute(next::onAllDataRead);
	}

	private void end() {
		AheadListener listener = this.listening;
		if (listener != null) {
			listener.end();
		}
	}

}
