package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events survive as dead letters, to the letter.
 */
class EventLetterTests {

	private static final Instant TIME = Instant.ofEpochMilli(1_767_225_600_123L);

	@ParameterizedTest
	@EnumSource(EventType.class)
	void eventIsTheSameAfterwardsWhateverItsType(EventType type) {
		for (Charge original : new Charge[] { null, new Charge.OfConsume("k"), new Charge.OfReservation("r") }) {
			assertSurvives(event(type, original, "münze ✓\n\"quoted\"", List.of()));
		}
	}

	@Test
	void snapshotKeepsItsHoldsAndLeases() {
		assertSurvives(event(EventType.SNAPSHOT, null, null,
				List.of(new WalletEvent.Claim(false, "h", true, 5, TIME, null, 0, 0, null),
						new WalletEvent.Claim(true, "l", false, 9, TIME.plusMillis(1), "o", 2, 3, LeaseExpiry.BURN))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "events/", "events/x", "events/1/2", "" })
	void letterFromAnywhereElseIsNoEvent(String stream) {
		Map<String, byte[]> letter = letter(event(EventType.CREATED, null, null, List.of()));
		letter.put("dead.stream", Publication.utf8(stream));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> EventLetter.read(letter, StreamRig.CODEC));
	}

	@Test
	void letterThatIsDamagedIsNoEvent() {
		Map<String, byte[]> letter = letter(event(EventType.CREATED, null, null, List.of()));
		for (String payload : List.of("", "null", "{", "[]")) {
			letter.put("payload", Publication.utf8(payload));
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> EventLetter.read(letter, StreamRig.CODEC));
		}
	}

	private static void assertSurvives(WalletEvent event) {
		StreamMessage read = EventLetter.read(letter(event), StreamRig.CODEC);
		assertThat(read.event()).isEqualTo(event);
		assertThat(read.stream()).isEqualTo("events/7");
		assertThat(read.position()).isEqualTo(new StreamPosition("5-1", 3));
	}

	private static Map<String, byte[]> letter(WalletEvent event) {
		StreamMessage message = new StreamMessage("events/7", new StreamPosition("5-1", 3), Map.of(), event);
		List<byte[]> fields = DeadLetter
			.publication("dead", "reader", message, 3, new IllegalStateException(), StreamRig.CODEC)
			.fields();
		Map<String, byte[]> letter = new LinkedHashMap<>();
		for (int index = 0; index < fields.size(); index += 2) {
			letter.put(new String(fields.get(index), StandardCharsets.UTF_8), fields.get(index + 1));
		}
		return letter;
	}

	private static WalletEvent event(EventType type, @Nullable Charge original, @Nullable String note,
			List<WalletEvent.Claim> open) {
		return new WalletEvent("w:1", 1_767_225_600_000L, 42, type, TIME, new Figures(-5, 5, 0, 0, 0, 0),
				new Figures(9_007_199_254_740_991L, 5, 0, 0, 0, 0), "id", true, "owner", TIME.plusSeconds(1), 5L, 4L,
				true, original, "request", note, open);
	}

}
