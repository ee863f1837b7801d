package io.escrowmint.store.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code cmsgpack} writes in our scripts: whole numbers, text, booleans and
 * arrays in MessagePack. Own code because the library of this format reaches for
 * {@code sun.misc.Unsafe}, and these are its eight cases that we write.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</a>
 */
final class Packed {

	private static final int DEEPEST = 8;

	private final ByteBuffer bytes;

	private final Charset charset;

	private Packed(byte[] bytes, Charset charset) {
		this.bytes = ByteBuffer.wrap(bytes);
		this.charset = charset;
	}

	/**
	 * Reads values one after the other until the end. Text is taken byte by byte
	 * (ISO-8859-1), because what our scripts pack need not be text.
	 * @throws IllegalArgumentException if the bytes are not such values
	 */
	static List<Object> sequence(byte[] bytes) {
		try {
			Packed packed = new Packed(bytes, StandardCharsets.ISO_8859_1);
			List<Object> values = new ArrayList<>();
			while (packed.bytes.hasRemaining()) {
				values.add(packed.value(0));
			}
			return values;
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("The value ends too early", ex);
		}
	}

	/**
	 * Reads one value: {@code Long}, {@code String}, {@code Boolean} or a list of these.
	 * @throws IllegalArgumentException if the bytes are not such a value
	 */
	static Object read(byte[] bytes) {
		try {
			Packed packed = new Packed(bytes, StandardCharsets.UTF_8);
			Object value = packed.value(0);
			if (packed.bytes.hasRemaining()) {
				throw new IllegalArgumentException("Bytes are left after the value");
			}
			return value;
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("The value ends too early", ex);
		}
	}

	/**
	 * Reads the first of some values.
	 * @throws IllegalArgumentException if the bytes do not begin with such a value
	 */
	static Object first(byte[] bytes) {
		try {
			return new Packed(bytes, StandardCharsets.ISO_8859_1).value(0);
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("The value ends too early", ex);
		}
	}

	private Object value(int depth) {
		int type = this.bytes.get() & 0xFF;
		if (type <= 0x7F) {
			return (long) type;
		}
		if (type >= 0xE0) {
			return (long) (byte) type;
		}
		if (type >= 0xA0 && type <= 0xBF) {
			return text(type & 0x1F);
		}
		if (type >= 0x90 && type <= 0x9F) {
			return array(type & 0x0F, depth);
		}
		return switch (type) {
			case 0xC2 -> Boolean.FALSE;
			case 0xC3 -> Boolean.TRUE;
			case 0xCC -> this.bytes.get() & 0xFFL;
			case 0xCD -> this.bytes.getShort() & 0xFFFFL;
			case 0xCE -> this.bytes.getInt() & 0xFFFFFFFFL;
			case 0xCF, 0xD3 -> this.bytes.getLong();
			case 0xD0 -> (long) this.bytes.get();
			case 0xD1 -> (long) this.bytes.getShort();
			case 0xD2 -> (long) this.bytes.getInt();
			case 0xD9, 0xC4 -> text(this.bytes.get() & 0xFF);
			case 0xDA, 0xC5 -> text(this.bytes.getShort() & 0xFFFF);
			case 0xDB, 0xC6 -> text(this.bytes.getInt());
			case 0xDC -> array(this.bytes.getShort() & 0xFFFF, depth);
			case 0xDD -> array(this.bytes.getInt(), depth);
			default -> throw new IllegalArgumentException("Unexpected type 0x" + Integer.toHexString(type));
		};
	}

	private String text(int length) {
		if (length < 0 || length > this.bytes.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] text = new byte[length];
		this.bytes.get(text);
		return new String(text, this.charset);
	}

	private List<Object> array(int length, int depth) {
		if (length < 0 || length > this.bytes.remaining() || depth == DEEPEST) {
			throw new IllegalArgumentException("Unexpected array of " + length);
		}
		List<Object> array = new ArrayList<>(length);
		for (int index = 0; index < length; index++) {
			array.add(value(depth + 1));
		}
		return array;
	}

}
