package io.escrowmint.stream;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * How a state is kept: as what the codec writes, under a version.
 *
 * @param type the type of the state
 * @param version of that type, from 1
 * @param migrator rewrites what older versions wrote
 */
public record StateFormat(Type type, int version, StateMigrator migrator) {

	/** A handler that keeps no state. */
	public static final StateFormat NONE = of(Void.class);

	public StateFormat {
		if (version < 1) {
			throw new IllegalArgumentException("version must be 1 or more: " + version);
		}
	}

	/**
	 * Returns the first version of a type.
	 * @param type the type of the state
	 * @return its format
	 */
	public static StateFormat of(Type type) {
		return new StateFormat(type, 1, StateMigrator.NONE);
	}

	@Nullable Object read(StreamCodec codec, int written, byte[] state) {
		if (state.length == 0) {
			return null;
		}
		if (written > this.version) {
			throw new IllegalStateException("The state is of version " + written + ", and this application knows "
					+ this.version + ": it was written by a newer one");
		}
		byte[] today = (written == this.version) ? state
				: this.migrator.migrate(written, new String(state, StandardCharsets.UTF_8))
					.getBytes(StandardCharsets.UTF_8);
		return codec.read(today, this.type);
	}

	static byte[] write(StreamCodec codec, @Nullable Object state) {
		return (state != null) ? codec.write(state) : new byte[0];
	}

}
