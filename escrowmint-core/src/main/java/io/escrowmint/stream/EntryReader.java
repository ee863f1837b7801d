package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.stream.ByteRecord;

/**
 * Makes messages of what Spring Data has read.
 */
final class EntryReader {

	private EntryReader() {
	}

	static List<StreamMessage> messages(String stream, @Nullable List<ByteRecord> records) {
		return (records != null) ? records.stream().map((entry) -> message(stream, entry)).toList() : List.of();
	}

	private static StreamMessage message(String stream, ByteRecord entry) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		entry.getValue()
			.forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8),
					Objects.requireNonNullElse(value, new byte[0])));
		return new StreamMessage(stream, new StreamPosition(entry.getId().getValue(), StreamPosition.WHOLE), fields,
				null);
	}

	/**
	 * Reads entries from the flat reply of a script: id, number of fields and values,
	 * these in turn.
	 */
	static StreamMessage message(String stream, List<Object> reply, int at) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		int count = Integer.parseInt(StreamCalls.text(reply, at + 1));
		for (int index = 0; index < count; index += 2) {
			fields.put(StreamCalls.text(reply, at + 2 + index), (byte[]) reply.get(at + 3 + index));
		}
		return new StreamMessage(stream, new StreamPosition(StreamCalls.text(reply, at), StreamPosition.WHOLE), fields,
				null);
	}

}
