package io.escrowmint.stream;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;

import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an entry what a handler takes: the entry itself, its fields as text, an event,
 * or what the codec reads from its payload.
 *
 * @param codec reads payloads
 * @param type what the handler takes
 */
record MessageReader(StreamCodec codec, Type type) {

	/**
	 * Reads a message.
	 * @param message as it came
	 * @return what the handler takes
	 * @throws MalformedMessageException if it is not that
	 */
	Object read(StreamMessage message) {
		if (this.type == StreamMessage.class) {
			return message;
		}
		if (this.type == WalletEvent.class && message.event() != null) {
			return message.event();
		}
		if (isMap(this.type)) {
			return message.texts();
		}
		return payload(message);
	}

	private Object payload(StreamMessage message) {
		byte[] payload = message.fields().get(StreamMessage.PAYLOAD);
		if (payload == null) {
			throw new MalformedMessageException("There is no field '" + StreamMessage.PAYLOAD + "'", null);
		}
		Object value = decoded(payload);
		if (value == null) {
			throw new MalformedMessageException("The payload is null", null);
		}
		return value;
	}

	private @Nullable Object decoded(byte[] payload) {
		try {
			return this.codec.read(payload, this.type);
		}
		catch (RuntimeException ex) {
			throw new MalformedMessageException("The payload is no " + this.type.getTypeName(), ex);
		}
	}

	private static boolean isMap(Type type) {
		return type == Map.class || type instanceof ParameterizedType parameterized
				&& parameterized.getRawType() == Map.class && parameterized.getActualTypeArguments()[1] == String.class;
	}

}
