package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

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

	static Stream<StreamCodec> codecs() {
		JsonMapper.Builder[] settings = { including(JsonInclude.Include.NON_NULL),
				including(JsonInclude.Include.NON_EMPTY), including(JsonInclude.Include.NON_DEFAULT),
				JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES),
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
				JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS) };
		return Stream.of(settings).map((builder) -> new JacksonStreamCodec(builder.build()));
	}

	private static JsonMapper.Builder including(JsonInclude.Include inclusion) {
		return JsonMapper.builder().changeDefaultPropertyInclusion((value) -> value.withValueInclusion(inclusion));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void eventIsTheSameWhateverTheMapperOfTheApplicationIsSetTo(StreamCodec codec) {
		WalletEvent plain = new WalletEvent("w", 1, 1, EventType.CREATED, TIME, Figures.ZERO, Figures.ZERO, null, false,
				null, null, null, null, false, null, null, null, List.of());
		assertThat(EventLetter.read(letter(plain, codec), codec).event()).isEqualTo(plain);
		WalletEvent full = event(EventType.RESERVED, new Charge.OfConsume("k"), "note", List.of());
		assertThat(EventLetter.read(letter(full, codec), codec).event()).isEqualTo(full);
	}

	@Test
	void letterOfBeforeIsReadAsTheApplicationWroteIt() {
		WalletEvent event = event(EventType.RESERVED, null, null, List.of());
		for (JsonMapper.Builder builder : List.of(JsonMapper.builder(), including(JsonInclude.Include.NON_EMPTY),
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
				JsonMapper.builder().enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS))) {
			StreamCodec codec = new JacksonStreamCodec(builder.build());
			Map<String, byte[]> letter = letter(event, codec);
			letter.remove("dead.format");
			letter.put("payload", EventLetter.write(event, codec));
			assertThat(EventLetter.read(letter, codec).event()).isEqualTo(event);
		}
	}

	@Test
	void letterOfALaterFormatIsNoEvent() {
		Map<String, byte[]> letter = letter(event(EventType.CREATED, null, null, List.of()));
		letter.put("dead.format", Publication.utf8("LATER"));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> EventLetter.read(letter, StreamRig.CODEC));
	}

	private static void assertSurvives(WalletEvent event) {
		StreamMessage read = EventLetter.read(letter(event), StreamRig.CODEC);
		assertThat(read.event()).isEqualTo(event);
		assertThat(read.stream()).isEqualTo("events/7");
		assertThat(read.position()).isEqualTo(new StreamPosition("5-1", 3));
	}

	private static Map<String, byte[]> letter(WalletEvent event) {
		return letter(event, StreamRig.CODEC);
	}

	private static Map<String, byte[]> letter(WalletEvent event, StreamCodec codec) {
		StreamMessage message = new StreamMessage("events/7", new StreamPosition("5-1", 3), Map.of(), event);
		List<byte[]> fields = DeadLetter.publication("dead", "reader", message, 3, new IllegalStateException(), codec)
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
