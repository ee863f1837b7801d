package io.escrowmint.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is committed together.
 *
 * @param position the new position
 * @param version of the state
 * @param state the new state as the codec wrote it; empty for none
 * @param published entries that are added to streams
 * @param dead dead letters
 * @param done the id of a dead letter that is done with, and goes away
 */
@SuppressWarnings("ArrayRecordComponent")
record CommitRequest(StreamPosition position, int version, byte[] state, List<Publication> published,
		List<Publication> dead, @Nullable String done) {

	public CommitRequest {
		published = List.copyOf(published);
		dead = List.copyOf(dead);
	}

}
