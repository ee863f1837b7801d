package io.escrowmint.testing;

/**
 * What a {@link FlakyProxy} has done so far.
 *
 * @param connections connections that were passed on to the server
 * @param refused connections that were closed as soon as they were accepted
 * @param resets connections that were reset, with or without lost replies
 * @param hangUps connections that were closed politely in mid-conversation
 * @param lostReplies reads of server output that were swallowed, each at least a part of
 * one reply
 * @param stalls calls of {@code stallReplies}
 */
public record ProxyCounts(long connections, long refused, long resets, long hangUps, long lostReplies, long stalls) {

	/**
	 * Everything a client may have felt, without the stalls.
	 */
	public long faults() {
		return this.refused + this.resets + this.hangUps;
	}

}
