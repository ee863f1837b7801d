package io.escrowmint.stream;

/**
 * A message as a group hands it to one of its consumers.
 *
 * @param message as it was read
 * @param deliveries how often it was handed out, this time included
 */
public record Delivery(StreamMessage message, int deliveries) {

	String id() {
		return this.message.position().entry();
	}

}
