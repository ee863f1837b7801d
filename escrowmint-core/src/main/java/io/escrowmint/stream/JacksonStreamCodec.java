package io.escrowmint.stream;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON with Jackson 3.
 */
public final class JacksonStreamCodec implements StreamCodec {

	private final JsonMapper mapper;

	/**
	 * Creates a codec.
	 * @param mapper writes and reads
	 */
	public JacksonStreamCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

	@Override
	public @Nullable Object read(byte[] bytes, Type type) {
		return this.mapper.readValue(bytes, this.mapper.constructType(type));
	}

}
