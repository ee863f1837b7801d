package io.escrowmint.store.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.escrowmint.model.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * The open claims of one kind of one wallet: found by id, listed by expiry. Every
 * operation costs the logarithm of their number at most.
 *
 * @param <C> the kind
 */
final class OpenClaims<C extends Claim> {

	private final Map<String, C> byId = new HashMap<>();

	private final NavigableMap<Place, C> byExpiry = new TreeMap<>();

	int size() {
		return this.byId.size();
	}

	@Nullable C find(String id) {
		return this.byId.get(id);
	}

	@Nullable C earliest() {
		Map.Entry<Place, C> first = this.byExpiry.firstEntry();
		return (first != null) ? first.getValue() : null;
	}

	/**
	 * Adds a claim, or replaces the one with the same id.
	 * @param claim the claim
	 */
	void put(C claim) {
		C former = this.byId.put(claim.name(), claim);
		if (former != null) {
			this.byExpiry.remove(Place.of(former));
		}
		this.byExpiry.put(Place.of(claim), claim);
	}

	void remove(C claim) {
		this.byId.remove(claim.name());
		this.byExpiry.remove(Place.of(claim));
	}

	/**
	 * Returns the claims in order, from a position on.
	 * @param position the position after which to begin; absent: the beginning
	 * @return a view
	 */
	Collection<C> after(PageRequest.@Nullable Position position) {
		if (position == null) {
			return this.byExpiry.values();
		}
		Place place = new Place(position.expiresAt().toEpochMilli(), position.id());
		return this.byExpiry.tailMap(place, false).values();
	}

	private record Place(long expiry, String id) implements Comparable<Place> {

		static Place of(Claim claim) {
			return new Place(claim.expiry(), claim.name());
		}

		@Override
		public int compareTo(Place other) {
			int order = Long.compare(this.expiry, other.expiry);
			return (order != 0) ? order : Utf8.ORDER.compare(this.id, other.id);
		}

	}

}
