package io.escrowmint.stream;

import io.escrowmint.redis.HashTags;

/**
 * The names of all keys that are not the application's. The name of a processor comes
 * last, so that no two meet.
 *
 * @param prefix begins every key
 */
record StreamKeys(String prefix) {

	private static final String USUAL_PREFIX = "escrowmint";

	private static final int MAX_NAME = 300;

	private static final int MAX_READER = 256;

	/**
	 * Returns the key of state and position.
	 */
	String processor(ProcessorDefinition definition) {
		return tagged(tag(definition, definition.stream())) + "p:" + definition.id();
	}

	/**
	 * Returns the key of state and position of a partition of the store's events.
	 */
	String partition(ProcessorDefinition definition, int partition) {
		return tagged(tag(definition, definition.id())) + "e:" + partition + ":" + definition.id();
	}

	String deadLetters(ProcessorDefinition definition) {
		return tagged(tag(definition, definition.stream())) + "d:" + definition.id();
	}

	String eventDeadLetters(ProcessorDefinition definition) {
		return tagged(tag(definition, definition.id())) + "f:" + definition.id();
	}

	/**
	 * Returns the key of the list of dead letters of a partition that are to be handled
	 * again. Shares the slot of these.
	 */
	String replays(ProcessorDefinition definition, int partition) {
		return tagged(tag(definition, definition.id())) + "q:" + partition + ":" + definition.id();
	}

	/**
	 * Returns the key of the dead letters of a group. Shares the slot of the stream.
	 */
	String deadLetters(String stream, String group) {
		return tagged(HashTags.tagOf(stream)) + group(stream, group);
	}

	/**
	 * Returns the key of the positions of all processors of a stream that have this
	 * prefix. Shares the slot of the stream.
	 */
	String readers(String stream) {
		return tagged(HashTags.tagOf(stream)) + "r:" + stream;
	}

	/**
	 * Returns the key of the row of a processor that commits in a database.
	 */
	String row(ProcessorDefinition definition) {
		return named("s:" + definition.id(), MAX_NAME);
	}

	/**
	 * Returns the key of the row of a partition of the store's events.
	 */
	String row(ProcessorDefinition definition, int partition) {
		return named("e:" + partition + ":" + definition.id(), MAX_NAME);
	}

	/**
	 * Returns whose the dead letters of a processor that commits in a database are.
	 */
	String letters(ProcessorDefinition definition) {
		return named("d:" + definition.id(), MAX_NAME);
	}

	/**
	 * Returns whose the rows of the messages are that a group has handled: all its
	 * listeners', whatever their ids.
	 */
	String handled(String stream, String group) {
		return named(group(stream, group), MAX_READER);
	}

	// A database may serve several prefixes. Rows of the usual one have short names; what
	// is too long for its column is hashed.
	private String named(String name, int most) {
		String full = this.prefix.equals(USUAL_PREFIX) ? name
				: "p:" + this.prefix.length() + ":" + this.prefix + ":" + name;
		return (full.length() <= most) ? full : "h:" + new Sha256().of(Publication.utf8(full)).hex();
	}

	private static String group(String stream, String group) {
		return "g:" + stream.length() + ":" + stream + ":" + group;
	}

	private String tagged(String tag) {
		return this.prefix + ":stream:{" + tag + "}:";
	}

	private static String tag(ProcessorDefinition definition, String otherwise) {
		if (definition.tag() != null) {
			return definition.tag();
		}
		return HashTags.tagOf(definition.publishes().isEmpty() ? otherwise : definition.publishes().get(0));
	}

}
