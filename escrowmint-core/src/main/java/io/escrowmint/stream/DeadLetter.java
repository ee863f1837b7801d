package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A message that could not be handled, with what is known of why.
 *
 * @param id of the dead letter
 * @param stream where the message came from
 * @param position where it lay there
 * @param reader who could not handle it
 * @param deliveries how often it was tried
 * @param error the class of the last error
 * @param message what the error said
 * @param fields the fields of the message
 */
public record DeadLetter(String id, String stream, String position, String reader, int deliveries, String error,
		String message, Map<String, String> fields) {

	static final String STREAM = "dead.stream";

	static final String POSITION = "dead.position";

	static final String FORMAT = "dead.format";

	private static final String READER = "dead.reader";

	private static final String DELIVERIES = "dead.deliveries";

	private static final String ERROR = "dead.error";

	private static final String MESSAGE = "dead.message";

	private static final Set<String> HEADERS = Set.of(STREAM, POSITION, FORMAT, READER, DELIVERIES, ERROR, MESSAGE);

	private static final int MAX_MESSAGE = 500;

	/**
	 * Reads a dead letter.
	 * @param entry the entry of the stream of dead letters
	 * @return the dead letter
	 */
	static DeadLetter of(StreamMessage entry) {
		return of(entry.position().entry(), entry.fields());
	}

	static DeadLetter of(String id, Map<String, byte[]> entry) {
		Map<String, String> fields = new LinkedHashMap<>();
		entry.forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
		Map<String, String> own = new LinkedHashMap<>(fields);
		own.keySet().removeAll(HEADERS);
		return new DeadLetter(id, fields.getOrDefault(STREAM, ""), fields.getOrDefault(POSITION, ""),
				fields.getOrDefault(READER, ""), number(fields.get(DELIVERIES)), fields.getOrDefault(ERROR, ""),
				fields.getOrDefault(MESSAGE, ""), own);
	}

	private static int number(@Nullable String text) {
		return (text != null && text.matches("\\d{1,9}")) ? Integer.parseInt(text) : 0;
	}

	/**
	 * Tells whether a field says why a message is dead, and is not part of it.
	 * @param field the name of the field
	 * @return whether it is a header
	 */
	static boolean isHeader(String field) {
		return HEADERS.contains(field);
	}

	/**
	 * Writes a dead letter.
	 * @param dead the stream of dead letters
	 * @param reader who could not handle the message
	 * @param message as it came
	 * @param deliveries how often it was tried
	 * @param cause the last error
	 * @param codec writes events where there is no Jackson
	 * @return the entry
	 */
	static Publication publication(String dead, String reader, StreamMessage message, int deliveries, Throwable cause,
			StreamCodec codec) {
		List<byte[]> fields = new ArrayList<>();
		header(fields, STREAM, message.stream());
		header(fields, POSITION, message.position().toString());
		header(fields, READER, reader);
		header(fields, DELIVERIES, Integer.toString(deliveries));
		header(fields, ERROR, cause.getClass().getName());
		String text = String.valueOf(cause.getMessage());
		header(fields, MESSAGE, text.substring(0, Math.min(text.length(), MAX_MESSAGE)));
		message.fields().forEach((name, value) -> {
			if (!HEADERS.contains(name) && fields.size() < 2 * Publication.MAX_FIELDS - 2) {
				fields.add(Publication.utf8(name));
				fields.add(value);
			}
		});
		if (message.event() != null) {
			LetterFormat format = LetterFormat.today();
			header(fields, FORMAT, format.name());
			fields.add(Publication.utf8(StreamMessage.PAYLOAD));
			fields.add(EventLetter.write(message.event(), format.codec(codec)));
		}
		return new Publication(dead, fields);
	}

	private static void header(List<byte[]> fields, String name, String value) {
		fields.add(Publication.utf8(name));
		fields.add(Publication.utf8(value));
	}

}
