package io.escrowmint.store;

/**
 * What became of a rebuild.
 *
 * @param outcome whether it was done
 * @param epoch the epoch of what the store has now
 * @param seq its seq
 */
public record Rebuilt(Outcome outcome, long epoch, long seq) {

	/** Whether a rebuild was done. */
	public enum Outcome {

		/** The wallet is rebuilt and open again. */
		DONE,

		/**
		 * The store has another epoch or seq than the rebuild replaces: it was done
		 * before, or by another process, or the wallet was not fenced when it was looked
		 * at. Nothing was changed.
		 */
		SUPERSEDED,

		/** The wallet is not fenced. Nothing was changed. */
		NOT_FENCED

	}

}
