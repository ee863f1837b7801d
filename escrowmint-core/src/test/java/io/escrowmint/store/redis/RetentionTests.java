package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered is remembered for its time to live at least, and for twice that at
 * most, by the clock of Redis.
 */
@Timeout(120)
class RetentionTests {

	private static final Duration TTL = Duration.ofMillis(900);

	private static final Duration SLACK = Duration.ofMillis(250);

	@ParameterizedTest(name = "named by the caller: {0}")
	@ValueSource(booleans = { true, false })
	void recordLivesOnceToTwiceItsTimeToLive(boolean named) {
		Duration other = Duration.ofHours(1);
		try (OpenStore store = OpenStore
			.on(TestRedis.shared().connectionFactory(),
					(options) -> named ? options.withPartitions(1).withRetention(TTL, other)
							: options.withPartitions(1).withRetention(other, TTL))
			.connected(); RawRedis raw = new RawRedis(TestRedis.shared().client(), store)) {
			store.topUp("w", 1_000_000);
			long first = raw.now();
			Deque<Long> begins = new ArrayDeque<>(
					List.of(first, first + TTL.toMillis() / 3, first + 2 * TTL.toMillis() / 3));
			Set<Ended> remembered = new HashSet<>();
			Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
				store.apply(someRecord(named));
				if (!begins.isEmpty() && raw.now() >= begins.getFirst()) {
					begins.removeFirst();
					remembered.add(Ended.now(store, raw, named));
				}
				remembered.removeIf((ended) -> !ended.isKnown(store, raw));
				return begins.isEmpty() && remembered.isEmpty();
			});
		}
	}

	@Test
	void nothingIsLeftForEver() {
		try (OpenStore store = OpenStore
			.on(TestRedis.shared().connectionFactory(), (options) -> options.withPartitions(1).withRetention(TTL, TTL))
			.connected(); RawRedis raw = new RawRedis(TestRedis.shared().client(), store)) {
			store.topUp("w", 1_000);
			List<byte[]> generations = Stream.of(raw.partition("w")).skip(3).toList();
			Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
				store.apply(someRecord(true));
				store.apply(someRecord(false));
				store.apply(Cancel.of("w", "unknown " + System.nanoTime()));
				assertThat(generations).allMatch((key) -> raw.commands().pttl(key) <= 2 * TTL.toMillis());
				assertThat(generations).noneMatch((key) -> raw.commands().pttl(key) == -1);
				return generations.stream().allMatch((key) -> raw.commands().exists(key) == 1);
			});
			Awaitility.await().until(() -> generations.stream().allMatch((key) -> raw.commands().exists(key) == 0));
			assertThat(store.apply(Consume.of("w", 1).key("k")).replayed()).isFalse();
		}
	}

	@Test
	void keyIsReplayedAcrossARotation() {
		try (OpenStore store = OpenStore
			.on(TestRedis.shared().connectionFactory(), (options) -> options.withPartitions(1).withRetention(TTL, TTL))
			.connected(); RawRedis raw = new RawRedis(TestRedis.shared().client(), store)) {
			store.topUp("w", 1_000);
			byte[] current = raw.partition("w")[3];
			byte[] born = Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
				store.apply(someRecord(true));
				return raw.commands().hget(current, new byte[0]);
			}, Objects::nonNull);
			long birth = Long.parseLong(new String(born, StandardCharsets.US_ASCII));
			Awaitility.await().until(() -> raw.now() > birth + TTL.toMillis() / 2);
			long written = raw.now();
			assertThat(store.apply(Consume.of("w", 1).key("k")).replayed()).isFalse();
			Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
				store.apply(someRecord(true));
				return raw.commands().exists(raw.partition("w")[4]) == 1;
			});
			boolean replayed = store.apply(Consume.of("w", 1).key("k")).replayed();
			assertThat(replayed || raw.now() >= written + TTL.toMillis()).isTrue();
		}
	}

	private static Command<? extends Outcome> someRecord(boolean named) {
		return Consume.of("w", 1).key(named ? OperationId.of("n" + System.nanoTime()) : OperationId.generate());
	}

	/**
	 * A reservation that has ended.
	 *
	 * @param id its id
	 * @param before a time before it ended
	 * @param after a time when it had ended
	 */
	private record Ended(String id, long before, long after) {

		static Ended now(OpenStore store, RawRedis raw, boolean named) {
			Reserve reserve = Reserve.of("w", 1, Duration.ofHours(1));
			reserve = named ? reserve.id("id " + System.nanoTime()) : reserve;
			store.apply(reserve);
			String id = reserve.id().value();
			long before = raw.now();
			store.apply(Cancel.of("w", id));
			return new Ended(id, before, raw.now());
		}

		boolean isKnown(OpenStore store, RawRedis raw) {
			long asked = raw.now();
			boolean known = store.ask(new Query.OfReservation("w", this.id)).isPresent();
			long answered = raw.now();
			assertThat(known || answered >= this.before + TTL.toMillis()).as("forgotten too early").isTrue();
			assertThat(known && asked > this.after + 2 * TTL.toMillis() + SLACK.toMillis()).as("remembered too long")
				.isFalse();
			return known;
		}

	}

}
