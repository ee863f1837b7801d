package io.escrowmint.ledger;

import java.util.List;

import io.escrowmint.model.Figures;

/**
 * What a repair did for one wallet, to the credit.
 *
 * @param wallet the wallet
 * @param outcome what became of it
 * @param check what was found
 * @param lostEvents how many events the ledger had and the store had lost
 * @param lost what they had changed, figure by figure; of a dry run that found another
 * life, as far as it is known
 * @param carried what the store had done meanwhile and is counted too, figure by figure
 * @param after the figures after the repair; of a dry run, as they would be
 * @param explanation in words
 * @param remarks what was done twice and counts once
 */
public record RepairResult(String wallet, Outcome outcome, WalletCheck check, long lostEvents, Figures lost,
		Figures carried, Figures after, String explanation, List<String> remarks) {

	public RepairResult {
		remarks = List.copyOf(remarks);
	}

	/** What became of a wallet. */
	public enum Outcome {

		/** Nothing was wrong, or is any more. */
		SOUND,

		/** A repair would rebuild it. */
		REBUILDABLE,

		/** The database would take now what it had refused. */
		RELANDABLE,

		/** The database has taken what it had refused. */
		RELANDED,

		/** The database still refuses an entry; what comes before that has landed. */
		REFUSED,

		/** It was rebuilt. */
		REBUILT,

		/** Another process has rebuilt it meanwhile. */
		REBUILT_ELSEWHERE,

		/**
		 * The ledger has not landed all that the store has told. The wallet stays fenced,
		 * if it was to be rebuilt; the next repair goes on.
		 */
		WAITING,

		/** It cannot be told what the wallet should be. It stays fenced. */
		UNDECIDED;

		/**
		 * Tells whether a wallet that was broken is not any more.
		 * @return whether nobody has to do anything about it
		 */
		public boolean isMended() {
			return this == SOUND || this == REBUILT || this == REBUILT_ELSEWHERE;
		}

	}

}
