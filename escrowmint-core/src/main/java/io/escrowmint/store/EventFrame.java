package io.escrowmint.store;

import java.util.List;

import io.escrowmint.model.WalletEvent;

/**
 * One entry of a partition's event stream: events that were written together, in order.
 *
 * @param position where the entry lies; grows within a partition
 * @param events one or more events
 */
public record EventFrame(String position, List<WalletEvent> events) {

	public EventFrame {
		events = List.copyOf(events);
	}

}
