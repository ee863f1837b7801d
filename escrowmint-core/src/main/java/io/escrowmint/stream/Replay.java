package io.escrowmint.stream;

import java.util.Map;

/**
 * A dead letter that somebody wants to be handled again. The letter stays until the
 * commit that handles it takes it away.
 *
 * @param id of the dead letter
 * @param letter its fields
 */
record Replay(String id, Map<String, byte[]> letter) {

	int deliveries() {
		return DeadLetter.of(this.id, this.letter).deliveries();
	}

}
