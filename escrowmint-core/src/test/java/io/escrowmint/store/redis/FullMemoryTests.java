package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis without room takes nothing more, and still gives everything back.
 */
@Timeout(120)
class FullMemoryTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@ParameterizedTest(name = "{0}, events {1}")
	@CsvSource({ "7.0, false", "7.0, true", "6.2, false", "6.2, true" })
	void fullRedisRefusesToTakeAndStillGivesBack(String version, boolean events) {
		try (EmbeddedRedis redis = start(version);
				Together together = Together.on(redis.uri(), (options) -> options.withPartitions(2));
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			OpenStore store = together.store();
			if (events) {
				OpenStore.join(store.store().events().enable(true).toCompletableFuture());
			}
			store.topUp("w", 1_000);
			store.hold("w", 30);
			for (String lease : List.of("released", "reported")) {
				store.apply(AllocateLease.of("w", 10, HOUR, "me").id(lease));
			}
			store.apply(Reserve.of("w", 1, HOUR).id("one too many"));
			WalletState before = store.state("w");
			fill(administrator.sync());
			Object[] taking = { Consume.of("w", 1), Consume.of("w", 1).key("k"), TopUp.of("w", 1),
					Reserve.of("w", 1, HOUR).id("new"), AllocateLease.of("w", 1, HOUR, "me").id("new lease"),
					TopUp.of("new wallet", 1) };
			assertThat(together.oneByOne(taking)).allSatisfy(FullMemoryTests::assertUnavailable);
			assertThat(together.answers(taking)).allSatisfy(FullMemoryTests::assertUnavailable);
			assertThat(store.state("w")).isEqualTo(before);
			CorruptStateTests.assertApplied(
					together
						.oneByOne(Commit.of("w", "hold-0"), Commit.of("w", "hold-25"), Cancel.of("w", "hold-1"),
								Cancel.of("w", "hold-26"), ReleaseLease.of("w", "released", "me"),
								ReportLease.of("w", "reported", "me", 4))
						.toArray());
			CorruptStateTests.assertApplied(
					together
						.answers(Commit.of("w", "hold-2"), Commit.of("w", "hold-27"), Cancel.of("w", "hold-28"),
								Commit.of("w", "hold-27"), ReportLease.of("w", "reported", "me", 5))
						.toArray());
			WalletState after = store.state("w");
			assertThat(after.figures().spent()).isEqualTo(4 + 5);
			assertThat(after.figures().held()).isEqualTo(31 - 7);
			assertThat(after.figures().isLawful()).isTrue();
			assertThat(after.seq()).isEqualTo(before.seq() + 10);
			if (events) {
				assertEventsHaveNoGap(store, after.seq());
			}
			administrator.sync().configSet("maxmemory", "0");
			CorruptStateTests.assertApplied(together.oneByOne(taking).toArray());
		}
	}

	/**
	 * A report of a lease that lies in the state changes nothing else, without events.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisBooksAReportThatChangesNothingButTheState(String version) {
		try (EmbeddedRedis redis = start(version);
				Together together = Together.on(redis.uri(), (options) -> options.withPartitions(2));
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			OpenStore store = together.store();
			store.topUp("w", 100);
			store.apply(AllocateLease.of("w", 10, HOUR, "me").id("lease"));
			fill(administrator.sync());
			CorruptStateTests.assertApplied(together.oneByOne(ReportLease.of("w", "lease", "me", 4)).toArray());
			CorruptStateTests.assertApplied(
					together.answers(ReportLease.of("w", "lease", "me", 5), ReportLease.of("w", "lease", "me", 6))
						.toArray());
			assertThat(store.figures("w").spent()).isEqualTo(6);
			assertThat(store.figures("w").leased()).isEqualTo(4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisIsSweptPastWhatCannotBeFinished(String version) {
		try (EmbeddedRedis redis = start(version);
				OpenStore store = OpenStore.on(redis.connectionFactory(), (options) -> options.withPartitions(1))
					.connected();
				RawRedis raw = new RawRedis(redis.client(), store);
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			for (String wallet : List.of("a lost", "b fenced", "c sound")) {
				store.topUp(wallet, 10);
				store.apply(Reserve.of(wallet, 1, Duration.ofMillis(1)).id("id"));
			}
			raw.commands().del(raw.state("a lost"));
			OpenStore.join(store.store().recovery().fence("b fenced", "test").toCompletableFuture());
			fill(administrator.sync());
			Awaitility.await()
				.until(() -> OpenStore.join(store.store().sweep(0, 1).toCompletableFuture()).reclaimed() == 1);
			assertThat(raw.isQuarantined("a lost")).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void evidenceOfALostStateSurvivesAFullRedis(String version) {
		try (EmbeddedRedis redis = start(version);
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected();
				RawRedis raw = new RawRedis(redis.client(), store);
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			store.topUp("w", 10);
			store.hold("w", 1);
			raw.commands().del(raw.state("w"));
			fill(administrator.sync());
			for (int round = 0; round < 3; round++) {
				for (Object answer : List.of(ask(store, Consume.of("w", 1)), ask(store, Consume.of("w", 1).key("k")))) {
					CorruptStateTests.assertCorrupt(answer);
				}
			}
			administrator.sync().configSet("maxmemory", "0");
			CorruptStateTests.assertCorrupt(ask(store, TopUp.of("w", 1)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisIsRelievedByAReaderThatCatchesUp(String version) {
		try (EmbeddedRedis redis = start(version);
				OpenStore store = OpenStore.on(redis.connectionFactory(), (options) -> options.withPartitions(1))
					.connected();
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			EventLog events = store.store().events();
			OpenStore.join(events.register("reader").toCompletableFuture());
			store.topUp("w", 10);
			store.apply(Consume.of("w", 1));
			fill(administrator.sync());
			List<EventFrame> frames = OpenStore.join(events.read(0, null, 10).toCompletableFuture());
			assertThat(OpenStore
				.join(events.acknowledge("reader", 0, frames.get(frames.size() - 1).position()).toCompletableFuture()))
				.isTrue();
			assertThat(OpenStore.join(events.length(0).toCompletableFuture())).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisTellsOnceMoreSoThatAReaderGoesOn(String version) {
		try (EmbeddedRedis redis = start(version);
				OpenStore store = OpenStore.on(redis.connectionFactory(), (options) -> options.withPartitions(1))
					.connected();
				RawRedis raw = new RawRedis(redis.client(), store);
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			EventLog events = store.store().events();
			OpenStore.join(events.register("reader").toCompletableFuture());
			byte[] before = raw.commands().get(raw.mode("w"));
			fill(administrator.sync());
			OpenStore.join(events.retell(0).toCompletableFuture());
			assertThat(raw.commands().get(raw.mode("w"))).isNotEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisIsRelievedByForgettingAReader(String version) {
		try (EmbeddedRedis redis = start(version);
				OpenStore store = OpenStore.on(redis.connectionFactory(), (options) -> options.withPartitions(1))
					.connected();
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			EventLog events = store.store().events();
			OpenStore.join(events.register("reader").toCompletableFuture());
			OpenStore.join(events.register("gone").toCompletableFuture());
			store.topUp("w", 10);
			List<EventFrame> frames = OpenStore.join(events.read(0, null, 10).toCompletableFuture());
			String last = frames.get(frames.size() - 1).position();
			OpenStore.join(events.acknowledge("reader", 0, last).toCompletableFuture());
			assertThat(OpenStore.join(events.length(0).toCompletableFuture())).isPositive();
			fill(administrator.sync());
			OpenStore.join(events.deregister("gone").toCompletableFuture());
			assertThat(OpenStore.join(events.length(0).toCompletableFuture())).isZero();
			assertThat(OpenStore.join(events.readers(0).toCompletableFuture())).containsOnlyKeys("reader");
		}
	}

	private static Object ask(OpenStore store, io.escrowmint.model.Command<?> command) {
		try {
			return store.apply(command);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static void assertEventsHaveNoGap(OpenStore store, long last) {
		int partition = store.store().events().partitionOf("w");
		List<Long> seqs = OpenStore.join(store.store().events().read(partition, null, 1_000).toCompletableFuture())
			.stream()
			.flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals("w"))
			.map((event) -> event.seq())
			.toList();
		assertThat(seqs).hasSize((int) last).startsWith(1L).endsWith(last).isSorted().doesNotHaveDuplicates();
	}

	private static EmbeddedRedis start(String version) {
		return (version.equals("7.0") ? EmbeddedRedis.version7() : EmbeddedRedis.version62()).start();
	}

	/**
	 * Leaves less room than anything needs.
	 */
	private static void fill(RedisCommands<String, String> administrator) {
		administrator.configSet("maxmemory-policy", "noeviction");
		administrator.configSet("maxmemory", "1");
	}

	private static void assertUnavailable(Object answer) {
		assertThat(answer).isInstanceOf(StoreUnavailableException.class);
	}

}
