package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletRecovery;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain calls take their short scripts, and these leave no half a write and no refusal of
 * their own behind.
 */
@Timeout(120)
class PlainCallsTests {

	private static OpenStore onePartition() {
		return OpenStore.on(TestRedis.shared().connectionFactory(), (options) -> options.withPartitions(1)).connected();
	}

	private static final Duration HOUR = Duration.ofHours(1);

	private static final UnaryOperator<String> WITHOUT_FULL_SCRIPTS = (
			source) -> source.contains("verbs.consume =") || source.contains("verbs.reserve =")
					|| source.contains("verbs.commit =") || source.contains("verbs.cancel =") ? "error('full script')"
							: source;

	@ParameterizedTest(name = "events {0}, {1}")
	@CsvSource({ "false, PT30S", "true, PT30S", "false, PT1H", "true, PT1H" })
	void plainCallsNeedNoFullScript(boolean events, Duration ttl) {
		try (OpenStore full = onePartition(); RedisQuotaStore plain = withoutFullScripts(full)) {
			if (events) {
				OpenStore.join(full.store().events().enable(true).toCompletableFuture());
			}
			full.topUp("w", 2000);
			firstReceipt(full);
			assertThat(plain.connect()).isTrue();
			long before = full.state("w").seq();
			CorruptStateTests.assertApplied(join(plain, Consume.of("w", 1)));
			List<Reserve> holds = new ArrayList<>();
			for (int index = 0; index < 128; index++) {
				holds.add(Reserve.of("w", 10, ttl));
				CorruptStateTests.assertApplied(join(plain, holds.get(index)));
			}
			for (int index = 0; index < 128; index++) {
				String id = holds.get(index).id().value();
				CorruptStateTests.assertApplied(join(plain, switch (index % 3) {
					case 0 -> Commit.of("w", id);
					case 1 -> Commit.of("w", id).actual(4);
					default -> Cancel.of("w", id);
				}));
			}
			WalletState state = full.state("w");
			assertThat(state.seq()).isEqualTo(before + 257);
			assertThat(state.figures().held()).isZero();
			assertThat(state.figures().spent()).isEqualTo(1 + 1 + 430 + 172);
			assertThat(seqs(full)).hasSize(events ? (int) state.seq() : 0);
		}
	}

	@ParameterizedTest(name = "events {0}")
	@ValueSource(booleans = { false, true })
	void plainCallsNeedNoFullScriptAfterARebuildWhichTheyDoNotForget(boolean events) {
		try (OpenStore full = onePartition(); RedisQuotaStore plain = withoutFullScripts(full)) {
			if (events) {
				OpenStore.join(full.store().events().enable(true).toCompletableFuture());
			}
			full.topUp("w", 1000);
			WalletRecovery recovery = full.store().recovery();
			OpenStore.join(recovery.fence("w", "because").toCompletableFuture());
			WalletImage image = OpenStore.join(recovery.image("w").toCompletableFuture());
			Rebuild rebuild = new Rebuild(image, image.epoch(), image.seq(), Figures.ZERO, null);
			assertThat(OpenStore.join(recovery.rebuild(rebuild).toCompletableFuture()).outcome())
				.isEqualTo(Rebuilt.Outcome.DONE);
			firstReceipt(full);
			assertThat(plain.connect()).isTrue();
			CorruptStateTests.assertApplied(join(plain, Consume.of("w", 1)));
			Reserve hold = Reserve.of("w", 10, HOUR);
			CorruptStateTests.assertApplied(join(plain, hold));
			CorruptStateTests.assertApplied(join(plain, Commit.of("w", hold.id().value())));
			assertThat(OpenStore.join(recovery.image("w").toCompletableFuture()).rebuilt()).isTrue();
			OpenStore.join(recovery.fence("w", "again").toCompletableFuture());
			WalletImage fenced = OpenStore.join(recovery.image("w").toCompletableFuture());
			assertThat(fenced.rebuilt()).isTrue();
			assertThat(fenced.fence()).isEqualTo("again");
			OpenStore.join(recovery.unfence("w").toCompletableFuture());
			CorruptStateTests.assertApplied(join(plain, Consume.of("w", 1)));
			assertThat(OpenStore.join(recovery.image("w").toCompletableFuture()).rebuilt()).isTrue();
		}
	}

	@Test
	void plainCallsNeedNoFullScriptAlsoIfAReaderCameByAClockAhead() {
		try (OpenStore full = onePartition();
				RedisQuotaStore plain = withoutFullScripts(full);
				RawRedis raw = new RawRedis(TestRedis.shared().client(), full)) {
			OpenStore.join(full.store().events().register("ledger").toCompletableFuture());
			full.topUp("w", 1000);
			long ahead = System.currentTimeMillis() + HOUR.toMillis();
			raw.commands().set(raw.mode("w"), RawRedis.bytes("r" + ahead));
			assertThat(plain.connect()).isTrue();
			CorruptStateTests.assertApplied(join(plain, Consume.of("w", 1)));
			CorruptStateTests.assertApplied(join(plain, Consume.of("w", 1)));
			assertThat(full.figures("w").spent()).isEqualTo(2);
		}
	}

	/**
	 * A wallet under load meets the full scripts now and then, when something is due at
	 * the latest. What they put outside of its state would keep plain calls away for as
	 * long as so much is open.
	 */
	@Test
	void fullScriptLeavesPlainHoldsWherePlainCallsFindThem() {
		try (OpenStore full = onePartition(); RedisQuotaStore plain = withoutFullScripts(full)) {
			full.topUp("w", 1000);
			firstReceipt(full);
			assertThat(plain.connect()).isTrue();
			List<Reserve> holds = IntStream.range(0, 63).mapToObj((index) -> Reserve.of("w", 10, HOUR)).toList();
			holds.forEach((hold) -> CorruptStateTests.assertApplied(full.apply(hold.note("not plain"))));
			CorruptStateTests.assertApplied(join(plain, Reserve.of("w", 10, HOUR)));
			holds.forEach((hold) -> CorruptStateTests.assertApplied(join(plain, Commit.of("w", hold.id().value()))));
			assertThat(full.figures("w").held()).isEqualTo(10);
		}
	}

	@Test
	void fullScriptIsNeededWhereTheWalletIsNotPlain() {
		try (OpenStore full = onePartition()) {
			full.topUp("w", 1000);
			List<Reserve> holds = IntStream.range(0, 100).mapToObj((index) -> Reserve.of("w", 10, HOUR)).toList();
			holds.forEach((hold) -> CorruptStateTests.assertApplied(full.apply(hold)));
			assertThat(full.apply(holds.get(3)).replayed()).isTrue();
			assertThat(full.apply(holds.get(80)).replayed()).isTrue();
			holds.forEach((hold) -> CorruptStateTests.assertApplied(full.apply(Commit.of("w", hold.id().value()))));
			holds.forEach((hold) -> assertThat(full.apply(hold).applied()).isFalse());
			assertThat(full.figures("w").spent()).isEqualTo(1000);
		}
	}

	/**
	 * A number of the last event that needs more than four bytes takes more of the state.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 0xFFFFFFFFL - 2, 0xFFFFFFFFL - 1, 0xFFFFFFFFL, 0x100000000L, 1L << 50 })
	void numbersOfEventsGrowBeyondFourBytes(long seq) {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			OpenStore store = together.store();
			store.topUp("other", 10);
			byte[] state = StateBytes.lawful().field(StateBytes.SEQ, seq).bytes();
			raw.commands().set(raw.state("w"), state);
			Reserve hold = Reserve.of("w", 1, HOUR);
			CorruptStateTests.assertApplied(
					together.answers(Consume.of("w", 1), Consume.of("other", 1), Consume.of("w", 1)).toArray());
			CorruptStateTests.assertApplied(
					together.oneByOne(Consume.of("w", 1), hold, Commit.of("w", hold.id().value())).toArray());
			assertThat(store.state("w").seq()).isEqualTo(seq + 5);
			assertThat(store.figures("w").available()).isEqualTo(6);
			CorruptStateTests.assertApplied(store.apply(Consume.of("w", 1).note("not plain")));
			assertThat(store.state("w").seq()).isEqualTo(seq + 6);
		}
	}

	@ParameterizedTest(name = "{0}, events {1}")
	@CsvSource({ "7.0, false", "7.0, true", "6.2, false", "6.2, true" })
	void fullRedisStillSettlesPlainHoldsAndTakesNone(String version, boolean events) {
		try (EmbeddedRedis redis = (version.equals("7.0") ? EmbeddedRedis.version7() : EmbeddedRedis.version62())
			.start();
				Together together = Together.on(redis.uri(), (options) -> options.withPartitions(1));
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			OpenStore store = together.store();
			if (events) {
				OpenStore.join(store.store().events().enable(true).toCompletableFuture());
			}
			store.topUp("w", 1000);
			firstReceipt(store);
			List<String> ids = new ArrayList<>();
			for (int index = 0; index < 8; index++) {
				Reserve hold = Reserve.of("w", 10, HOUR);
				CorruptStateTests.assertApplied(store.apply(hold));
				ids.add(hold.id().value());
			}
			administrator.sync().configSet("maxmemory-policy", "noeviction");
			administrator.sync().configSet("maxmemory", "1");
			WalletState before = store.state("w");
			Object[] taking = { Reserve.of("w", 1, HOUR), Reserve.of("w", 1, Duration.ofMillis(500)),
					Consume.of("w", 1) };
			for (List<Object> answers : List.of(together.oneByOne(taking), together.answers(taking))) {
				assertThat(answers)
					.allSatisfy((answer) -> assertThat(answer).isInstanceOf(StoreUnavailableException.class));
			}
			assertThat(store.state("w")).isEqualTo(before);
			CorruptStateTests.assertApplied(together
				.oneByOne(Commit.of("w", ids.get(0)), Cancel.of("w", ids.get(1)), Commit.of("w", ids.get(2)).actual(1))
				.toArray());
			CorruptStateTests.assertApplied(
					together
						.answers(Commit.of("w", ids.get(3)), Cancel.of("w", ids.get(4)), Commit.of("w", ids.get(5)),
								Commit.of("w", ids.get(6)), Cancel.of("w", ids.get(7)))
						.toArray());
			WalletState after = store.state("w");
			assertThat(after.figures().held()).isZero();
			assertThat(after.seq()).isEqualTo(before.seq() + 8);
			if (events) {
				assertThat(seqs(store)).hasSize((int) after.seq()).isSorted().doesNotHaveDuplicates();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5, 6 })
	void foreignKeyOfThePartitionLeavesNoHalfAWrite(int index) {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			OpenStore store = together.store();
			OpenStore.join(store.store().events().enable(true).toCompletableFuture());
			store.topUp("w", 1000);
			firstReceipt(store);
			List<Reserve> holds = IntStream.range(0, 2).mapToObj((number) -> Reserve.of("w", 10, HOUR)).toList();
			holds.forEach((hold) -> CorruptStateTests.assertApplied(store.apply(hold)));
			byte[] key = raw.partition("w")[index];
			byte[] kept = raw.commands().dump(key);
			raw.commands().set(key, RawRedis.bytes("foreign"));
			Object[] requests = { Reserve.of("w", 1, Duration.ofMinutes(1)), Commit.of("w", holds.get(0).id().value()),
					Cancel.of("w", holds.get(1).id().value()) };
			for (List<Object> answers : List.of(together.oneByOne(requests), together.answers(requests))) {
				assertThat(answers).allSatisfy((answer) -> assertThat(answer).isInstanceOfAny(Outcome.class,
						CorruptStateException.class, StoreUnavailableException.class));
			}
			raw.commands().del(key);
			if (kept != null && index != 1) {
				raw.commands().restore(key, 0, kept);
			}
			WalletState state = store.state("w");
			assertThat(state.figures().isLawful()).isTrue();
			assertThat(state.figures().held() == 0).isEqualTo(state.openReservations() == 0);
			CorruptStateTests.assertApplied(store.apply(Consume.of("w", 1).note("not plain")));
		}
	}

	/**
	 * The first receipt of a partition begins a generation, which is not plain.
	 */
	private static RedisQuotaStore withoutFullScripts(OpenStore full) {
		return RedisQuotaStore.create(TestRedis.shared().connectionFactory(),
				new RedisStoreOptions(full.options(), full.prefix()),
				(options, flags) -> new ScriptLibrary(options, flags, WITHOUT_FULL_SCRIPTS), List::of);
	}

	private static void firstReceipt(OpenStore store) {
		Reserve first = Reserve.of("w", 1, HOUR);
		CorruptStateTests.assertApplied(store.apply(first), store.apply(Commit.of("w", first.id().value())));
	}

	private static Object join(RedisQuotaStore store, Command<?> command) {
		return OpenStore.join(store.execute(command).toCompletableFuture());
	}

	private static List<Long> seqs(OpenStore store) {
		int partition = store.store().events().partitionOf("w");
		return OpenStore.join(store.store().events().read(partition, null, 1_000).toCompletableFuture())
			.stream()
			.flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals("w"))
			.map(WalletEvent::seq)
			.toList();
	}

}
