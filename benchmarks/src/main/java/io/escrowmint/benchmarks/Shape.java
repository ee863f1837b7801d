package io.escrowmint.benchmarks;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Which wallets the calls of a slice go to.
 */
enum Shape {

	/** Any of a thousand. */
	SPREAD {

		@Override
		int next() {
			return ThreadLocalRandom.current().nextInt(Contender.WALLETS);
		}

	},

	/** All to one. */
	HOT {

		@Override
		int next() {
			return 0;
		}

	};

	abstract int next();

	String word() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}

}
