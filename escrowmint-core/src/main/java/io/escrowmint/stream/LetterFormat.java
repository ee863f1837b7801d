package io.escrowmint.stream;

import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the event of a dead letter is written, so that it can be read again.
 */
enum LetterFormat {

	/**
	 * JSON by a mapper of the library's own: no setting of the application's drops or
	 * renames anything.
	 */
	JSON {

		@Override
		StreamCodec codec(StreamCodec application) {
			return Json.CODEC;
		}

	},

	/** As the application's codec writes it, which older letters do not say. */
	APPLICATION {

		@Override
		StreamCodec codec(StreamCodec application) {
			return application;
		}

	};

	private static final LetterFormat TODAY = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
			LetterFormat.class.getClassLoader()) ? JSON : APPLICATION;

	/**
	 * Returns the format of new letters: JSON, where Jackson 3 is there.
	 */
	static LetterFormat today() {
		return TODAY;
	}

	/**
	 * Returns the format of a letter.
	 * @param header what it says, empty for nothing
	 */
	static LetterFormat of(String header) {
		return header.isEmpty() ? APPLICATION : valueOf(header);
	}

	/**
	 * Returns what writes and reads this format.
	 */
	abstract StreamCodec codec(StreamCodec application);

	/**
	 * Is loaded where Jackson is there.
	 */
	private static final class Json {

		static final StreamCodec CODEC = new JacksonStreamCodec(JsonMapper.builder().build());

		private Json() {
		}

	}

}
