package io.escrowmint.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a listing is wanted: the entries that follow a position.
 *
 * @param size entries on the page at most, 1 to 1000
 * @param after the position after which the page begins; absent: the beginning
 */
public record PageRequest(int size, @Nullable Position after) {

	public PageRequest {
		if (size < 1 || size > Limits.MAX_PAGE_SIZE) {
			throw new InvalidRequestException("size", size, "must be between 1 and " + Limits.MAX_PAGE_SIZE);
		}
	}

	/**
	 * Returns the first page.
	 * @param size entries on the page at most
	 * @return the request
	 */
	public static PageRequest first(int size) {
		return new PageRequest(size, null);
	}

	/**
	 * A place in a listing: just after one entry.
	 *
	 * @param expiresAt the entry's expiry
	 * @param id the entry's id
	 */
	public record Position(Instant expiresAt, String id) {

		public Position {
			Checks.name("id", id);
		}

	}

}
