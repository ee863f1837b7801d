package io.escrowmint.apikey;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A page of a wallet's keys, in the order of their ids; ended ones are among them.
 *
 * @param keys the keys
 * @param next after which id the next page begins, absent on the last
 */
public record ApiKeyPage(List<ApiKey> keys, @Nullable String next) {

	public ApiKeyPage {
		keys = List.copyOf(keys);
	}

	/**
	 * Returns after which id the next page begins.
	 * @return the id, empty on the last page
	 */
	public Optional<String> nextAfter() {
		return Optional.ofNullable(this.next);
	}

}
