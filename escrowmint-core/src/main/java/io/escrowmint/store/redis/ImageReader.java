package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code image.lua} answers: a state as {@code core.lua} packs it, and the
 * claims outside of it.
 */
final class ImageReader {

	private static final int CLAIMS = 3;

	/** The numbers of a header, as in {@code core.lua}. */
	private static final int FLAGS = 0;

	private static final int SEQ = 1;

	private static final int TIME = 2;

	private static final int AVAILABLE = 3;

	private static final int SPENT = 4;

	private static final int EPOCH = 5;

	private static final int LEASED = 6;

	private static final int GRANTED = 7;

	private static final int DEBT = 8;

	private static final int HELD = 12;

	private static final int HEADER = 15;

	/** What flags are at least in a life that began as a rebuild. */
	private static final int REBUILT = 4;

	private static final Comparator<OpenClaim> ORDER = Comparator.comparing(OpenClaim::expiresAt)
		.thenComparing(OpenClaim.Lease.class::isInstance)
		.thenComparing((claim) -> KeySpace.utf8(claim.id()), Arrays::compareUnsigned);

	private ImageReader() {
	}

	static WalletImage read(String wallet, List<Object> reply) {
		byte[] state = (byte[]) reply.get(0);
		String reason = text(reply.get(2));
		String fence = reason.isEmpty() ? null : reason;
		boolean damaged = text(reply.get(1)).equals("1");
		if (state.length == 0) {
			return damaged ? WalletImage.damaged(wallet, fence, 0, 0) : WalletImage.missing(wallet, fence);
		}
		try {
			return damaged ? damaged(wallet, fence, state)
					: read(wallet, fence, Packed.sequence(state), reply.subList(CLAIMS, reply.size()));
		}
		catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException | InvalidRequestException ex) {
			return damaged(wallet, fence, state);
		}
	}

	/**
	 * What can still be read of the number decides what a rebuild replaces.
	 */
	private static WalletImage damaged(String wallet, @Nullable String fence, byte[] state) {
		try {
			List<?> header = (List<?>) Packed.first(state);
			long epoch = number(header, EPOCH);
			long seq = number(header, SEQ);
			boolean closed = fence == null && isFenced(header);
			if (header.size() == HEADER && header.stream().allMatch((value) -> (Long) value >= 0)) {
				return WalletImage.damaged(wallet, closed ? "fenced" : fence, epoch, seq);
			}
		}
		catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException ex) {
			// then it has none
		}
		return WalletImage.damaged(wallet, fence, 0, 0);
	}

	private static WalletImage read(String wallet, @Nullable String fence, List<Object> state, List<Object> spilled) {
		List<?> header = (List<?>) state.get(0);
		if (header.size() != HEADER || state.size() != 2) {
			throw new IllegalArgumentException("Not a state");
		}
		if (number(header, EPOCH) == 0) {
			return WalletImage.missing(wallet, (fence != null) ? fence : "fenced");
		}
		Figures figures = new Figures(number(header, AVAILABLE), number(header, HELD), number(header, LEASED),
				number(header, SPENT), number(header, GRANTED), number(header, DEBT));
		String closed = !isFenced(header) ? null : (fence != null) ? fence : "fenced";
		return new WalletImage(wallet, WalletImage.Status.PRESENT, closed, number(header, EPOCH), number(header, SEQ),
				Instant.ofEpochMilli(number(header, TIME)), figures, claims((List<?>) state.get(1), spilled), List.of(),
				number(header, FLAGS) >= REBUILT);
	}

	/** A flag that nobody knows refuses commands, too. */
	private static boolean isFenced(List<?> header) {
		long flags = number(header, FLAGS);
		return flags != 2 && flags != REBUILT;
	}

	private static List<OpenClaim> claims(List<?> inline, List<Object> spilled) {
		List<OpenClaim> claims = new ArrayList<>();
		for (int index = 0; index < inline.size(); index += 2) {
			claims.add(claim((String) inline.get(index), (List<?>) inline.get(index + 1)));
		}
		for (int index = 0; index < spilled.size(); index += 2) {
			Object claim = Packed.sequence((byte[]) spilled.get(index + 1)).get(0);
			claims.add(claim(new String((byte[]) spilled.get(index), StandardCharsets.ISO_8859_1), (List<?>) claim));
		}
		claims.sort(ORDER);
		return claims;
	}

	private static OpenClaim claim(String field, List<?> values) {
		String id = utf8(field.substring(1));
		long flags = number(values, 0);
		Instant expiry = Instant.ofEpochMilli(number(values, 2));
		if (field.startsWith("h")) {
			return new OpenClaim.Hold(id, flags % 2 == 1, number(values, 1), expiry, http(values));
		}
		return new OpenClaim.Lease(id, flags % 2 == 1, utf8((String) values.get(4)), number(values, 3),
				number(values, 1), number(values, 5), number(values, 6),
				(flags >= 2) ? LeaseExpiry.BURN : LeaseExpiry.RETURN, expiry);
	}

	private static @Nullable HttpClaim http(List<?> values) {
		if (values.size() < 5) {
			return null;
		}
		byte[] fingerprint = ((String) values.get(4)).getBytes(StandardCharsets.ISO_8859_1);
		return new HttpClaim(utf8((String) values.get(3)), Bytes.of(fingerprint));
	}

	private static long number(List<?> values, int index) {
		return (Long) values.get(index);
	}

	/** Text was taken byte by byte, because a fingerprint is no text. */
	private static String utf8(String bytes) {
		return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
