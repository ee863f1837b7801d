package io.escrowmint.stream;

import java.util.List;

/**
 * What is committed together.
 *
 * @param position the new position
 * @param version of the state
 * @param state the new state as the codec wrote it; empty for none
 * @param published entries that are added to streams
 * @param dead dead letters
 */
@SuppressWarnings("ArrayRecordComponent")
record CommitRequest(StreamPosition position, int version, byte[] state, List<Publication> published,
		List<Publication> dead) {

	public CommitRequest {
		published = List.copyOf(published);
		dead = List.copyOf(dead);
	}

}
