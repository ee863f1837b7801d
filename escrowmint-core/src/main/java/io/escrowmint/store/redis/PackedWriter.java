package io.escrowmint.store.redis;

import java.util.Arrays;

/**
 * Writes whole numbers and text one after the other in MessagePack, which a script takes
 * apart faster than as many arguments.
 */
final class PackedWriter {

	private byte[] bytes = new byte[512];

	private int size;

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
	 * Begins an array.
	 * @param length how many values follow, 15 at most
	 */
	PackedWriter array(int length) {
		begin(1);
		put(0x90 | length, 1);
		return this;
	}

	/**
	 * Returns all that was written.
	 */
	byte[] bytes() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	private void begin(int room) {
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
