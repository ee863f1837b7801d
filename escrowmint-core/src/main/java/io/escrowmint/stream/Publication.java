package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An entry to be added to a stream.
 *
 * @param stream the stream
 * @param fields names and values in turn
 */
record Publication(String stream, List<byte[]> fields) {

	static final int MAX_FIELDS = 3_000;

	public Publication {
		fields = List.copyOf(fields);
		if (fields.isEmpty() || fields.size() > 2 * MAX_FIELDS) {
			throw new IllegalArgumentException(
					"A message has 1 to " + MAX_FIELDS + " fields, and not " + fields.size() / 2);
		}
	}

	/**
	 * Writes a message.
	 * @param stream the stream
	 * @param message a map of fields, a message as it was read, or what the codec writes
	 * @param codec writes payloads
	 * @return the entry
	 */
	static Publication of(String stream, Object message, StreamCodec codec) {
		List<byte[]> fields = new ArrayList<>();
		if (message instanceof Map<?, ?> map) {
			map.forEach((name, value) -> add(fields, name, value));
		}
		else if (message instanceof StreamMessage raw) {
			raw.fields().forEach((name, value) -> add(fields, name, value));
		}
		else {
			add(fields, StreamMessage.PAYLOAD, codec.write(message));
		}
		return new Publication(stream, fields);
	}

	private static void add(List<byte[]> fields, Object name, Object value) {
		fields.add(utf8(String.valueOf(name)));
		fields.add((value instanceof byte[] bytes) ? bytes : utf8(String.valueOf(value)));
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
