package io.escrowmint.store.memory;

import io.escrowmint.store.StoreArguments;

/**
 * How positions of event frames are written: as Redis writes stream ids, with the second
 * part always 0.
 */
final class Positions {

	private Positions() {
	}

	static String toText(long position) {
		return position + "-0";
	}

	static long parse(String text) {
		String position = StoreArguments.position(text);
		return Long.parseLong(position.substring(0, position.indexOf('-')));
	}

}
