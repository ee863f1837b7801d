package io.escrowmint.store.redis;

import java.util.Arrays;

/**
 * Writes one array of whole numbers and text in MessagePack, which a script takes apart
 * faster than as many arguments.
 */
final class PackedWriter {

	/** The array begins with its type and its length in four bytes. */
	private static final int HEAD = 5;

	private byte[] bytes = new byte[512];

	private int size = HEAD;

	private int count;

	PackedWriter number(long value) {
		if (value >= -32 && value <= 0x7F) {
			begin(1);
			put(value, 1);
		}
		else if (value >= 0 && value <= 0xFFFF) {
			begin(3);
			put(0xCD, 1);
			put(value, 2);
		}
		else {
			begin(9);
			put(0xD3, 1);
			put(value, 8);
		}
		return this;
	}

	PackedWriter text(byte[] value) {
		begin(3 + value.length);
		if (value.length < 32) {
			put(0xA0 | value.length, 1);
		}
		else {
			put(0xDA, 1);
			put(value.length, 2);
		}
		System.arraycopy(value, 0, this.bytes, this.size, value.length);
		this.size += value.length;
		return this;
	}

	/**
	 * Returns the array of all that was written.
	 */
	byte[] array() {
		byte[] array = Arrays.copyOf(this.bytes, this.size);
		array[0] = (byte) 0xDD;
		for (int index = 1; index < HEAD; index++) {
			array[index] = (byte) (this.count >> 8 * (HEAD - 1 - index));
		}
		return array;
	}

	private void begin(int room) {
		this.count++;
		if (this.size + room > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.size + room));
		}
	}

	private void put(long value, int width) {
		for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
			this.bytes[this.size++] = (byte) (value >> shift);
		}
	}

}
