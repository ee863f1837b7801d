package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * One message of a stream as it was read, before anything is made of it. A handler that
 * takes this type gets every entry, whatever it contains.
 *
 * @param stream where it was read
 * @param position where it lies; up to and with this message
 * @param fields its fields
 * @param event the event, if it is one of EscrowMint's own
 */
public record StreamMessage(String stream, StreamPosition position, Map<String, byte[]> fields,
		@Nullable WalletEvent event) {

	/** The field that carries a message as one value. */
	public static final String PAYLOAD = "payload";

	public StreamMessage {
		Objects.requireNonNull(stream, "stream");
		Objects.requireNonNull(position, "position");
	}

	/**
	 * Returns a field as text.
	 * @param field the name of the field
	 * @return its UTF-8 text, {@code null} if there is no such field
	 */
	public @Nullable String text(String field) {
		byte[] value = this.fields.get(field);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	/**
	 * Returns all fields as text.
	 * @return names and values, in order
	 */
	public Map<String, String> texts() {
		Map<String, String> texts = new LinkedHashMap<>();
		this.fields.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
		return texts;
	}

}
