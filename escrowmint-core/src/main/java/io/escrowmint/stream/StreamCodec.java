package io.escrowmint.stream;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads states and messages. Thread-safe.
 */
public interface StreamCodec {

	/**
	 * Writes a value.
	 * @param value a state or message
	 * @return text in UTF-8, or bytes of any form
	 */
	byte[] write(Object value);

	/**
	 * Reads a value.
	 * @param bytes what was written
	 * @param type what to read
	 * @return the value
	 * @throws RuntimeException if the bytes are no such value
	 */
	@Nullable Object read(byte[] bytes, Type type);

}
