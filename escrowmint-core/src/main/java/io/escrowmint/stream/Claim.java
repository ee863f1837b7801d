package io.escrowmint.stream;

/**
 * What a process finds when it claims a processor.
 *
 * @param isOwned whether it is this process's now
 * @param waitMillis if not, when to ask again
 * @param token orders the owners; only the newest can commit
 * @param position how far the processor has come
 * @param version of the state
 * @param state as the codec wrote it; empty for none
 * @param takes how often the processor was claimed since its last commit without having
 * been given up: more than 1 may mean that a message ends its process
 */
@SuppressWarnings("ArrayRecordComponent")
record Claim(boolean isOwned, long waitMillis, long token, StreamPosition position, int version, byte[] state,
		int takes) {

	/**
	 * Returns the answer that the processor is this process's.
	 * @param token of this claim
	 * @param position how far the processor has come
	 * @param version of the state
	 * @param state as it was written
	 * @param takes how often it was claimed
	 * @return the answer
	 */
	static Claim of(long token, StreamPosition position, int version, byte[] state, int takes) {
		return new Claim(true, 0, token, position, version, state, takes);
	}

	/**
	 * Returns the answer that another process owns the processor.
	 * @param waitMillis when to ask again
	 * @return the answer
	 */
	static Claim standby(long waitMillis) {
		return new Claim(false, waitMillis, 0, StreamPosition.BEGINNING, 0, new byte[0], 0);
	}

	Claim after(CommitRequest commit) {
		return of(this.token, commit.position(), commit.version(), commit.state(), 0);
	}

}
