package io.escrowmint.benchmarks;

/**
 * One way to do one piece of work. Called by many threads at once; blocks until its work
 * is done.
 */
interface Contender extends AutoCloseable {

	/** Into how many wallets spread work is spread. */
	int WALLETS = 1_000;

	/**
	 * Returns the name in tables and for {@code --only}.
	 */
	String name();

	/**
	 * Tells whether it matters which wallet is called.
	 */
	default boolean hasWallets() {
		return true;
	}

	/**
	 * Does the work once. Fails if it was refused: every wallet is large enough.
	 * @param wallet 0 to {@link #WALLETS} - 1
	 */
	void call(int wallet) throws Exception;

	@Override
	void close();

	/**
	 * Returns the names of the wallets, which look like those of an application.
	 */
	static String[] names(String kind) {
		String[] names = new String[WALLETS];
		for (int index = 0; index < WALLETS; index++) {
			names[index] = kind + ":" + (1_000 + index);
		}
		return names;
	}

}
