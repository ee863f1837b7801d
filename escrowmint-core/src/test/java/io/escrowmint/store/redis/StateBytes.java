package io.escrowmint.store.redis;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A wallet's state as the scripts would write it, to be damaged on purpose: version,
 * epoch, seq, written, time, the six figures, due, holds, leases, spilled; then an empty
 * array of claims.
 */
final class StateBytes {

	private final Object[] header = { 2L, 1L, 1L, 0L, 1L, 10L, 0L, 0L, 0L, 10L, 0L, 0L, 0L, 0L, 0L };

	private int[] tail = { 0x90 };

	/**
	 * A wallet of ten credits.
	 */
	static StateBytes lawful() {
		return new StateBytes();
	}

	StateBytes figures(Object... figures) {
		System.arraycopy(figures, 0, this.header, 5, figures.length);
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
			for (Object value : this.header) {
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

	private static void write(DataOutputStream out, Object value) throws IOException {
		if (value instanceof Long number) {
			out.writeByte(0xD3);
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
