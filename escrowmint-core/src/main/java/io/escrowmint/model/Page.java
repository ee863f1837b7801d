package io.escrowmint.model;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A page of a listing. An entry that is extended while it is paged may appear on a later
 * page again.
 *
 * @param <T> the entries
 * @param items the entries
 * @param next the request for the next page, absent on the last
 */
public record Page<T>(List<T> items, @Nullable PageRequest next) {

	public Page {
		items = List.copyOf(items);
	}

	/**
	 * Returns the request for the next page.
	 * @return the request, empty on the last page
	 */
	public Optional<PageRequest> nextPage() {
		return Optional.ofNullable(this.next);
	}

}
