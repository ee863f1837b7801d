package io.escrowmint.ledger;

/**
 * Is told what does not fit the ledger, after the landing that found it was committed. A
 * process that ends in between tells nobody; divergences stay in the ledger, and a wallet
 * says whether it has any. Called by the thread that lands: an implementation hands over
 * what takes time. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface LedgerListener {

	/** Listens to nothing. */
	LedgerListener NONE = (finding) -> {
	};

	/**
	 * Something was found.
	 * @param finding what it is
	 */
	void found(LedgerFinding finding);

}
