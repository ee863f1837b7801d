package io.escrowmint.model;

import java.io.Serializable;
import java.util.Arrays;

/**
 * An immutable sequence of bytes, equal by content.
 */
public final class Bytes implements Serializable {

	private static final long serialVersionUID = 1L;

	private final byte[] content;

	private Bytes(byte[] content) {
		this.content = content;
	}

	/**
	 * Copies the given bytes.
	 * @param content the bytes
	 * @return the sequence
	 */
	public static Bytes of(byte... content) {
		return new Bytes(content.clone());
	}

	/**
	 * Returns the number of bytes.
	 * @return the length
	 */
	public int length() {
		return this.content.length;
	}

	/**
	 * Returns a copy of the bytes.
	 * @return a new array
	 */
	public byte[] toArray() {
		return this.content.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Bytes that && Arrays.equals(this.content, that.content);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.content);
	}

	@Override
	public String toString() {
		return this.content.length + " bytes";
	}

}
