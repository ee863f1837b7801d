package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as a dead letter keeps it, so that it can be handled again long after its
 * stream was cut: a {@link WalletEvent} without types that a codec would have to be told.
 *
 * @param wallet as in the event, and so all that follow
 * @param epoch of the wallet
 * @param seq of the event
 * @param type of the event
 * @param time of the event
 * @param change of each figure
 * @param after the figures afterwards
 * @param id what it is about
 * @param callerNamed whether the caller chose the id
 * @param owner of a lease
 * @param expiresAt of a hold or lease
 * @param asked amount
 * @param charged amount
 * @param late whether it came after expiry
 * @param originalConsume the key of the consume that it names, if it names one
 * @param originalReservation the reservation that it names, if it names one
 * @param requestId the request
 * @param note free text
 * @param open holds and leases; an older letter may leave out that there are none
 */
record EventLetter(String wallet, long epoch, long seq, EventType type, Instant time, Figures change, Figures after,
		@Nullable String id, boolean callerNamed, @Nullable String owner, @Nullable Instant expiresAt,
		@Nullable Long asked, @Nullable Long charged, boolean late, @Nullable String originalConsume,
		@Nullable String originalReservation, @Nullable String requestId, @Nullable String note,
		@Nullable List<WalletEvent.Claim> open) {

	private static final String STREAM = "events/";

	/**
	 * Writes an event.
	 */
	static byte[] write(WalletEvent event, StreamCodec codec) {
		Charge original = event.original();
		return codec.write(new EventLetter(event.wallet(), event.epoch(), event.seq(), event.type(), event.time(),
				event.change(), event.after(), event.id(), event.callerNamed(), event.owner(), event.expiresAt(),
				event.asked(), event.charged(), event.late(),
				(original instanceof Charge.OfConsume consume) ? consume.key() : null,
				(original instanceof Charge.OfReservation reservation) ? reservation.id() : null, event.requestId(),
				event.note(), event.open()));
	}

	/**
	 * Reads the message of a dead letter.
	 * @param codec has written it, if it does not say what has
	 * @throws MalformedMessageException if it is no event
	 */
	static StreamMessage read(Map<String, byte[]> letter, StreamCodec codec) {
		byte[] payload = letter.getOrDefault(StreamMessage.PAYLOAD, new byte[0]);
		try {
			EventLetter read = (EventLetter) LetterFormat.of(text(letter, DeadLetter.FORMAT))
				.codec(codec)
				.read(payload, EventLetter.class);
			if (read != null) {
				return new StreamMessage(STREAM + partition(letter), position(letter), Map.of(), read.event());
			}
		}
		catch (RuntimeException ex) {
			throw new MalformedMessageException("The dead letter is no event", ex);
		}
		throw new MalformedMessageException("The dead letter is no event", null);
	}

	static String stream(int partition) {
		return STREAM + partition;
	}

	/**
	 * Returns the partition of the event of a dead letter.
	 * @throws IllegalArgumentException if it is none
	 */
	static int partition(Map<String, byte[]> letter) {
		String stream = text(letter, DeadLetter.STREAM);
		if (!stream.matches(STREAM + "\\d{1,9}")) {
			throw new IllegalArgumentException("Not a stream of events: '" + stream + "'");
		}
		return Integer.parseInt(stream.substring(STREAM.length()));
	}

	private static StreamPosition position(Map<String, byte[]> letter) {
		return StreamPosition.parse(text(letter, DeadLetter.POSITION));
	}

	private static String text(Map<String, byte[]> letter, String field) {
		return new String(letter.getOrDefault(field, new byte[0]), StandardCharsets.UTF_8);
	}

	private WalletEvent event() {
		Charge original = (this.originalConsume != null) ? new Charge.OfConsume(this.originalConsume)
				: (this.originalReservation != null) ? new Charge.OfReservation(this.originalReservation) : null;
		return new WalletEvent(this.wallet, this.epoch, this.seq, this.type, this.time, this.change, this.after,
				this.id, this.callerNamed, this.owner, this.expiresAt, this.asked, this.charged, this.late, original,
				this.requestId, this.note, (this.open != null) ? this.open : List.of());
	}

}
