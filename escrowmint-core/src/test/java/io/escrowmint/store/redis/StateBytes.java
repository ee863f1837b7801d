package io.escrowmint.store.redis;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * A wallet's state as the scripts would write it, to be damaged on purpose: version, seq,
 * time, available, spent; epoch, leased, granted, debt, leases, spilled, written, held,
 * due, holds; then an empty array of claims.
 */
final class StateBytes {

	static final int VERSION = 0;

	static final int SEQ = 1;

	static final int AVAILABLE = 3;

	static final int SPILLED = 10;

	static final int DUE = 13;

	static final int HOLDS = 14;

	/** The first byte of the time: behind array, version, seq in five, and type. */
	private static final int TIME_AT = 8;

	/** Where the figures lie, in the order in which they are documented. */
	private static final int[] FIGURES = { AVAILABLE, 12, 6, 4, 7, 8 };

	private final Object[] header = { 2L, 1L, 1L, 10L, 0L, 1L, 0L, 10L, 0L, 0L, 0L, 0L, 0L, 0L, 0L };

	private int[] tail = { 0x90 };

	/**
	 * A wallet of ten credits.
	 */
	static StateBytes lawful() {
		return new StateBytes();
	}

	StateBytes figures(Object... figures) {
		for (int index = 0; index < FIGURES.length; index++) {
			this.header[FIGURES[index]] = figures[index];
		}
		return this;
	}

	StateBytes field(int index, Object value) {
		this.header[index] = value;
		return this;
	}

	StateBytes tail(int... bytes) {
		this.tail = bytes;
		return this;
	}

	byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(0x90 | this.header.length);
			if (this.header[VERSION] instanceof Long version && version >= 0 && version < 128) {
				out.writeByte(version.intValue());
			}
			else {
				write(out, this.header[VERSION]);
			}
			if (this.header[SEQ] instanceof Long seq && seq >= 0 && seq <= 0xFFFFFFFFL) {
				out.writeByte(0xCE);
				out.writeInt(seq.intValue());
			}
			else {
				write(out, this.header[SEQ]);
			}
			for (Object value : List.of(this.header).subList(SEQ + 1, this.header.length)) {
				write(out, value);
			}
			for (int value : this.tail) {
				out.writeByte(value);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	byte[] truncated(int length) {
		return Arrays.copyOf(bytes(), length);
	}

	/**
	 * The time with its highest bit set: eight bytes hold more than a number may be.
	 */
	byte[] withEndlessTime() {
		byte[] bytes = bytes();
		bytes[TIME_AT] |= (byte) 0x80;
		return bytes;
	}

	private static void write(DataOutputStream out, Object value) throws IOException {
		if (value instanceof Long number) {
			out.writeByte((number < 0) ? 0xD3 : 0xCF);
			out.writeLong(number);
		}
		else if (value instanceof Double number) {
			out.writeByte(0xCB);
			out.writeDouble(number);
		}
		else {
			byte[] text = KeySpace.utf8(value.toString());
			out.writeByte(0xA0 | text.length);
			out.write(text);
		}
	}

}
