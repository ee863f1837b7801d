package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.escrowmint.contract.Engine;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.Figures;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.Rebuilt;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.memory.MemoryEngine;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Full scripts on a wallet with many claims, which they leave packed as long as they can:
 * names and amounts that look like packed claims, claims that are changed twice in one
 * batch, and random batches, compared with the embedded engine.
 */
@Timeout(120)
class CrowdedWalletTests {

	private static final String WALLET = "w";

	private static final String OWNER = "owner";

	/** With what follows it in its claim, it reads like a hold of 5 under "x". */
	private static final long LOOKS_LIKE_A_HOLD = 0xA26878930005L;

	/** Holds that a full script leaves packed. */
	private static final int CROWD = 10;

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Query.Reservations HOLDS = new Query.Reservations(WALLET, PageRequest.first(1000));

	private static final Query.Leases LEASES = new Query.Leases(WALLET, PageRequest.first(1000));

	private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withPartitions(1)
		.withTimeout(Duration.ofSeconds(20))
		.withEventsMaxLength(1_000_000);

	private static final List<String> NAMES = Stream
		.of("n".repeat(255), "n".repeat(32), "n".repeat(31), "n".repeat(30), "n".repeat(20), "n".repeat(19), "y", "x")
		.toList();

	private final List<String> holds = new ArrayList<>();

	private final List<String> leases = new ArrayList<>();

	private int largest;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void callsThatTravelTogetherAreAnsweredAsByTheEmbeddedEngine(long seed) {
		Random random = new Random(seed);
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				Engine redis = new RedisEngine(proxy.connectionFactory(), OPTIONS);
				Engine memory = new MemoryEngine(OPTIONS)) {
			for (Engine engine : List.of(redis, memory)) {
				OpenStore.join(engine.events().enable(seed % 2 == 0).toCompletableFuture());
				execute(engine, TopUp.of(WALLET, 1L << 52));
			}
			execute(redis, TopUp.of(Together.PLUG, 1_000_000));
			for (int round = 0; round < 150; round++) {
				if (random.nextInt(8) == 0) {
					Duration time = Duration.ofMillis(random.nextInt(4000));
					redis.advance(time);
					memory.advance(time);
				}
				List<Command<?>> batch = batch(random, round);
				List<Object> actual = together(proxy, redis, batch);
				for (int index = 0; index < batch.size(); index++) {
					assertThat(actual.get(index)).as(batch.get(index).toString())
						.isEqualTo(execute(memory, batch.get(index)));
				}
				assertThat(query(redis, new Query.OfWallet(WALLET)))
					.isEqualTo(query(memory, new Query.OfWallet(WALLET)));
				if (round % 10 == 9) {
					assertThat(query(redis, LEASES)).isEqualTo(query(memory, LEASES));
					assertThat(query(redis, HOLDS)).isEqualTo(query(memory, HOLDS));
					this.largest = Math.max(this.largest, query(redis, HOLDS).items().size());
				}
			}
			assertThat(events(redis)).isEqualTo(events(memory));
			assertThat(this.largest).isGreaterThan(130);
		}
	}

	@Test
	void amountThatLooksLikeAHoldIsNone() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(), (options) -> options)) {
			store.topUp(WALLET, 1L << 52);
			crowd(store);
			store.apply(Reserve.of(WALLET, LOOKS_LIKE_A_HOLD, HOUR).id("big"));
			assertThat(store.apply(Commit.of(WALLET, "x")).refusal()).isPresent();
			assertThat(store.apply(Cancel.of(WALLET, "x")).refusal()).isPresent();
			assertThat(store.figures(WALLET).held()).isEqualTo(LOOKS_LIKE_A_HOLD + CROWD);
			assertThat(store.apply(Commit.of(WALLET, "big")).applied()).isTrue();
		}
	}

	@Test
	void nameThatLooksLikeAHoldIsNone() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(), (options) -> options)) {
			store.topUp(WALLET, 100);
			crowd(store);
			Reserve made = Reserve.of(WALLET, 7, HOUR).note("full");
			String id = made.id().value();
			store.apply(Reserve.of(WALLET, 5, HOUR).id("µh" + id));
			assertThat(store.apply(Commit.of(WALLET, id).note("full")).refusal()).isPresent();
			assertThat(store.apply(made).applied()).isTrue();
			assertThat(store.figures(WALLET).held()).isEqualTo(12 + CROWD);
			assertThat(((CommitResult.Committed) store.apply(Commit.of(WALLET, id).note("full"))).charged())
				.isEqualTo(7);
			assertThat(store.figures(WALLET).held()).isEqualTo(5 + CROWD);
		}
	}

	@Test
	void holdsOfARebuildAreFoundWhateverTheirNames() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(), (options) -> options)) {
			store.topUp(WALLET, 100);
			NAMES.forEach((name) -> store.apply(Reserve.of(WALLET, 1, HOUR).id(name)));
			OpenStore.join(store.store().recovery().fence(WALLET, "because").toCompletableFuture());
			WalletImage image = OpenStore.join(store.store().recovery().image(WALLET).toCompletableFuture());
			Rebuild rebuild = new Rebuild(image, image.epoch(), image.seq(), Figures.ZERO, null);
			assertThat(OpenStore.join(store.store().recovery().rebuild(rebuild).toCompletableFuture()).outcome())
				.isEqualTo(Rebuilt.Outcome.DONE);
			NAMES.forEach((name) -> assertThat(store.apply(Commit.of(WALLET, name)).applied()).as(name).isTrue());
			assertThat(store.figures(WALLET).spent()).isEqualTo(NAMES.size());
		}
	}

	@Test
	void extensionThatBeginsWithASnapshotIsKept() {
		try (OpenStore store = OpenStore.on(TestRedis.shared().connectionFactory(), (options) -> options)) {
			store.topUp(WALLET, 100);
			crowd(store);
			Reserve hold = Reserve.of(WALLET, 5, Duration.ofMinutes(1));
			store.apply(hold);
			OpenStore.join(store.store().events().enable(true).toCompletableFuture());
			ExtendResult extended = store.apply(Extend.of(WALLET, hold.id().value(), HOUR));
			assertThat(extended.applied()).isTrue();
			assertThat(OpenStore.join(store.store().query(HOLDS).toCompletableFuture()).items())
				.filteredOn((view) -> view.id().equals(hold.id().value()))
				.map(ReservationView::expiresAt)
				.containsExactly(((ExtendResult.Extended) extended).expiresAt());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "length of the field", "type of the claim", "flags of the claim", "cut off" })
	void damagedHoldIsSaidToBeDamaged(String damage) {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			together.store().topUp(WALLET, 100);
			String id = crowd(together.store());
			byte[] damaged = damaged(raw.commands().get(raw.state(WALLET)), id, damage);
			raw.commands().set(raw.state(WALLET), damaged);
			Object[] requests = { Commit.of(WALLET, id), Commit.of(WALLET, id).note("full"), Cancel.of(WALLET, id),
					Extend.of(WALLET, id, HOUR.multipliedBy(2)), new Query.OfReservation(WALLET, id),
					ReleaseLease.of(WALLET, "none", OWNER), ReportLease.of(WALLET, "none", OWNER, 1),
					new Query.OfLease(WALLET, "none") };
			assertThat(together.oneByOne(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(together.answers(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(raw.commands().get(raw.state(WALLET))).isEqualTo(damaged);
			assertThat(raw.isQuarantined(WALLET)).isTrue();
		}
	}

	@Test
	void holdThatBorrowsFromTheNextIsNone() {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			together.store().topUp(WALLET, 100);
			String id = crowd(together.store());
			raw.commands().set(raw.state(WALLET), damaged(raw.commands().get(raw.state(WALLET)), id, "cut off"));
			Reserve next = Reserve.of(WALLET, 5, HOUR);
			CorruptStateTests.assertApplied(together.store().apply(next));
			Reserve again = new Reserve(WALLET, 1, HOUR, new OperationId(id, Origin.LIBRARY), null, Trace.NONE);
			assertThat(together.oneByOne(again.note("full"), Commit.of(WALLET, id), Cancel.of(WALLET, id).note("full")))
				.allSatisfy(CorruptStateTests::assertCorrupt);
			CorruptStateTests.assertApplied(together.store().apply(Commit.of(WALLET, next.id().value())));
		}
	}

	private static byte[] damaged(byte[] state, String id, String damage) {
		int at = new String(state, StandardCharsets.ISO_8859_1).indexOf("h" + id);
		switch (damage) {
			case "length of the field" -> state[at - 1]++;
			case "type of the claim" -> state[at + 21] = (byte) 0x92;
			case "flags of the claim" -> state[at + 22] = (byte) 0xC0;
			default -> {
				return Arrays.copyOf(state, state.length - 1);
			}
		}
		return state;
	}

	/**
	 * Opens holds.
	 * @return the last
	 */
	private static String crowd(OpenStore store) {
		String last = "";
		for (int hold = 0; hold < CROWD; hold++) {
			Reserve reserve = Reserve.of(WALLET, 1, HOUR);
			store.apply(reserve);
			last = reserve.id().value();
		}
		return last;
	}

	/**
	 * Commands of one lane, because those of several overtake each other.
	 */
	private List<Command<?>> batch(Random random, int round) {
		int growing = (round < 100) ? 9 : 1;
		int kind = random.nextInt(4 + growing);
		if (kind == 0) {
			Reserve plain = Reserve.of(WALLET, 1 + random.nextInt(9), HOUR);
			this.holds.add(plain.id().value());
			return List.of(plain);
		}
		if (kind == 1) {
			return List.of(Commit.of(WALLET, hold(random)));
		}
		List<Command<?>> batch = new ArrayList<>();
		int size = 1 + random.nextInt(12);
		while (batch.size() < size) {
			batch.add((kind < 4) ? giving(random) : taking(random));
		}
		return batch;
	}

	private Command<?> taking(Random random) {
		Duration ttl = (random.nextInt(6) == 0) ? Duration.ofMillis(1000 + random.nextInt(9000)) : HOUR;
		long amount = (random.nextInt(4) == 0) ? LOOKS_LIKE_A_HOLD : 1 + random.nextInt(9);
		return switch (random.nextInt(12)) {
			case 0 -> Extend.of(WALLET, hold(random), HOUR.plusMillis(random.nextInt(1000)));
			case 1 -> noted(Reserve.of(WALLET, amount, ttl).id(named(random)));
			case 2 -> noted(Reserve.of(WALLET, amount, ttl).id("µh" + made(random)));
			case 3 -> {
				AllocateLease lease = AllocateLease.of(WALLET, amount, ttl, OWNER);
				this.leases.add(lease.id().value());
				yield lease;
			}
			case 4 -> ConsumeLease.of(WALLET, lease(random), OWNER, 1);
			default -> noted(Reserve.of(WALLET, amount, ttl).note("full"));
		};
	}

	private Command<?> giving(Random random) {
		return switch (random.nextInt(8)) {
			case 0, 1 -> Cancel.of(WALLET, hold(random)).note("full");
			case 2 -> ReleaseLease.of(WALLET, lease(random), OWNER);
			case 3 -> ReportLease.of(WALLET, lease(random), OWNER, 1);
			case 4 -> Commit.of(WALLET, named(random)).note("full");
			default -> Commit.of(WALLET, hold(random)).actual((long) random.nextInt(3)).note("full");
		};
	}

	private Reserve noted(Reserve reserve) {
		this.holds.add(reserve.id().value());
		return reserve;
	}

	private String hold(Random random) {
		return this.holds.isEmpty() ? "x" : this.holds.get(random.nextInt(this.holds.size()));
	}

	/** The name of a hold, as long as those that the library makes. */
	private String made(Random random) {
		return this.holds.stream()
			.filter((name) -> name.length() == 20)
			.skip(random.nextInt(5))
			.findFirst()
			.orElse("x");
	}

	private String lease(Random random) {
		return this.leases.isEmpty() ? "x" : this.leases.get(random.nextInt(this.leases.size()));
	}

	private static String named(Random random) {
		return NAMES.get(random.nextInt(NAMES.size()));
	}

	private static List<Object> together(FlakyProxy proxy, Engine engine, List<Command<?>> batch) {
		List<CompletableFuture<?>> sent = new ArrayList<>();
		proxy.stallReplies();
		try {
			Together.plug(engine.store(), false, true);
			batch.forEach((command) -> sent.add(engine.store().execute(command).toCompletableFuture()));
		}
		finally {
			proxy.resumeReplies();
		}
		return sent.stream().<Object>map(OpenStore::join).toList();
	}

	private static Object execute(Engine engine, Command<?> command) {
		return OpenStore.join(engine.store().execute(command).toCompletableFuture());
	}

	private static <R> R query(Engine engine, Query<R> query) {
		return OpenStore.join(engine.store().query(query).toCompletableFuture());
	}

	private static List<WalletEvent> events(Engine engine) {
		return OpenStore
			.join(engine.events().read(engine.events().partitionOf(WALLET), null, 100_000).toCompletableFuture())
			.stream()
			.flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals(WALLET))
			.toList();
	}

}
