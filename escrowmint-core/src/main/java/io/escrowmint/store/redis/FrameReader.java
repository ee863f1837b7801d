package io.escrowmint.store.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletEvent.Claim;
import io.escrowmint.store.EventFrame;
import org.jspecify.annotations.Nullable;

/**
 * Reads a frame as {@code core.lua} writes it: the version, then the events. Fields are
 * told by their place; {@code false} is an absent one.
 */
final class FrameReader {

	private static final long VERSION = 1;

	private static final int CLAIMS = 27;

	private static final Comparator<Claim> ORDER = Comparator.comparing(Claim::expiresAt)
		.thenComparing(Claim::lease)
		.thenComparing((claim) -> KeySpace.utf8(claim.id()), Arrays::compareUnsigned);

	private FrameReader() {
	}

	/**
	 * Reads a frame.
	 * @throws IllegalArgumentException if it is not one
	 */
	static EventFrame read(String position, byte[] frame) {
		try {
			List<?> values = (List<?>) Packed.read(frame);
			if (!Long.valueOf(VERSION).equals(values.get(0))) {
				throw new IllegalArgumentException("Unknown version of a frame: " + values.get(0));
			}
			List<WalletEvent> events = new ArrayList<>();
			for (Object event : values.subList(1, values.size())) {
				events.add(event((List<?>) event));
			}
			return new EventFrame(position, events);
		}
		catch (ClassCastException | IndexOutOfBoundsException | InvalidRequestException ex) {
			throw new IllegalArgumentException("Unreadable frame at " + position, ex);
		}
	}

	private static WalletEvent event(List<?> values) {
		return new WalletEvent((String) values.get(1), number(values, 2), number(values, 3),
				EventType.ofCode(number(values, 0)), Instant.ofEpochMilli(number(values, 4)), figures(values, 5),
				figures(values, 11), text(values, 17), isTrue(values, 18), text(values, 19), time(values, 20),
				optional(values, 21), optional(values, 22), isTrue(values, 23), charge(text(values, 24)),
				text(values, 25), text(values, 26), claims(values));
	}

	private static Figures figures(List<?> values, int from) {
		return new Figures(number(values, from), number(values, from + 1), number(values, from + 2),
				number(values, from + 3), number(values, from + 4), number(values, from + 5));
	}

	private static List<Claim> claims(List<?> values) {
		if (values.size() <= CLAIMS) {
			return List.of();
		}
		List<?> packed = (List<?>) values.get(CLAIMS);
		List<Claim> claims = new ArrayList<>();
		for (int index = 0; index < packed.size(); index += 2) {
			claims.add(claim((String) packed.get(index), (List<?>) packed.get(index + 1)));
		}
		claims.sort(ORDER);
		return claims;
	}

	private static Claim claim(String field, List<?> values) {
		boolean lease = field.startsWith("l");
		long flags = number(values, 0);
		return new Claim(lease, field.substring(1), flags % 2 == 1, number(values, 1),
				Instant.ofEpochMilli(number(values, 2)), lease ? text(values, 4) : null, lease ? number(values, 5) : 0,
				lease ? number(values, 6) : 0, lease ? policy(flags) : null);
	}

	private static LeaseExpiry policy(long flags) {
		return (flags >= 2) ? LeaseExpiry.BURN : LeaseExpiry.RETURN;
	}

	private static @Nullable Charge charge(@Nullable String original) {
		if (original == null) {
			return null;
		}
		String id = original.substring(1);
		return original.startsWith("c") ? new Charge.OfConsume(id) : new Charge.OfReservation(id);
	}

	private static long number(List<?> values, int index) {
		return (Long) values.get(index);
	}

	private static @Nullable Long optional(List<?> values, int index) {
		return (values.get(index) instanceof Long number) ? number : null;
	}

	private static @Nullable Instant time(List<?> values, int index) {
		Long millis = optional(values, index);
		return (millis != null) ? Instant.ofEpochMilli(millis) : null;
	}

	private static @Nullable String text(List<?> values, int index) {
		return (values.get(index) instanceof String text) ? text : null;
	}

	private static boolean isTrue(List<?> values, int index) {
		return Boolean.TRUE.equals(values.get(index));
	}

}
