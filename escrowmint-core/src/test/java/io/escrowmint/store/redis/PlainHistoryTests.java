package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.contract.Engine;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryEngine;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random batches of plain calls, some of which are refused, on a real Redis and one by
 * one on the embedded engine: the same outcomes, figures and events.
 * <p>
 * What a short script leaves to the full one is answered after the others, so that only
 * refusals and replays, which move nothing, may be left to it in the midst of a wallet's
 * calls; they are compared without their figures.
 */
@Timeout(120)
class PlainHistoryTests {

	private static final int ROUNDS = 120;

	private static final int MOST_OPEN = 14;

	/** More than the full scripts leave in a state, fewer than the short ones do. */
	private static final int CROWD = 120;

	private static final List<String> WALLETS = List.of("a", "b", "c", "d");

	private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withPartitions(2)
		.withTimeout(Duration.ofSeconds(20))
		.withEventsMaxLength(1_000_000);

	private final Map<String, List<String>> open = new HashMap<>();

	private final List<Commit> settled = new ArrayList<>();

	/**
	 * Holds of which this batch asks for too much, and which it leaves open therefore.
	 */
	private final Set<String> asked = new HashSet<>();

	private final Set<Command<?>> refused = new HashSet<>();

	/**
	 * Whether a wallet has more open holds than the full scripts leave in a state. Then
	 * nothing expires and events stay as they are, because a wallet with spilled holds
	 * would answer some calls of a batch after others.
	 */
	private boolean crowded;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void plainCallsThatTravelTogetherAreAnsweredAsByTheEmbeddedEngine(long seed) {
		compareEngines(seed, false);
	}

	@ParameterizedTest(name = "events {0}")
	@ValueSource(booleans = { false, true })
	void plainCallsOnAWalletWithManyHoldsAreAnsweredAsByTheEmbeddedEngine(boolean events) {
		this.crowded = true;
		compareEngines(7, events);
	}

	private void compareEngines(long seed, boolean eventsFromTheStart) {
		Random random = new Random(seed);
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				Engine redis = new RedisEngine(proxy.connectionFactory(), OPTIONS);
				Engine memory = new MemoryEngine(OPTIONS)) {
			enable(redis, memory, eventsFromTheStart);
			for (String wallet : WALLETS) {
				this.open.put(wallet, new ArrayList<>());
				both(redis, memory, TopUp.of(wallet, 1_000_000));
			}
			both(redis, memory, TopUp.of(Together.PLUG, 1_000_000));
			for (int round = 0; round < ROUNDS; round++) {
				if (!this.crowded) {
					quiet(random, redis, memory, seed % 2 == 0);
				}
				List<Command<?>> batch = batch(random, 1 + random.nextInt(12));
				List<Object> actual = together(proxy, redis.store(), batch);
				for (int index = 0; index < batch.size(); index++) {
					Object expected = OpenStore.join(memory.store().execute(batch.get(index)).toCompletableFuture());
					compare(batch.get(index), (Outcome) expected, (Outcome) actual.get(index));
				}
				for (String wallet : WALLETS) {
					Query.OfWallet state = new Query.OfWallet(wallet);
					assertThat(OpenStore.join(redis.store().query(state).toCompletableFuture()))
						.isEqualTo(OpenStore.join(memory.store().query(state).toCompletableFuture()));
				}
			}
			WALLETS.forEach((wallet) -> assertThat(events(redis, wallet)).isEqualTo(events(memory, wallet)));
			assertThat(!this.crowded
					|| WALLETS.stream().anyMatch((wallet) -> this.open.getOrDefault(wallet, List.of()).size() > 30))
				.isTrue();
		}
	}

	/**
	 * What happens between two batches: time passes, events are switched on or off, after
	 * which the scripts are handed more, for good.
	 */
	private static void quiet(Random random, Engine redis, Engine memory, boolean events) {
		if (random.nextInt(3) == 0) {
			Duration time = Duration.ofMillis(random.nextInt(4000));
			redis.advance(time);
			memory.advance(time);
		}
		if (events && random.nextInt(12) == 0) {
			enable(redis, memory, random.nextInt(3) > 0);
		}
	}

	private static void enable(Engine redis, Engine memory, boolean on) {
		OpenStore.join(redis.events().enable(on).toCompletableFuture());
		OpenStore.join(memory.events().enable(on).toCompletableFuture());
	}

	private List<Command<?>> batch(Random random, int size) {
		int kind = this.crowded ? 1 + random.nextInt(3) : random.nextInt(5);
		this.asked.clear();
		List<Command<?>> batch = new ArrayList<>();
		while (batch.size() < size) {
			String wallet = WALLETS.get(random.nextInt(WALLETS.size()));
			if (kind == 0) {
				batch.add(Consume.of(wallet, (random.nextInt(8) == 0) ? 2_000_000 : 1 + random.nextInt(9)));
			}
			else if (kind <= 2) {
				batch.add(reserve(random, wallet));
			}
			else {
				batch.add(settle(random, wallet));
			}
		}
		return batch;
	}

	private Command<?> reserve(Random random, String wallet) {
		List<String> ids = this.open.getOrDefault(wallet, List.of());
		Duration ttl = this.crowded ? Duration.ofHours(1) : Duration.ofMillis(2000 + random.nextInt(5) * 40_000L);
		if (random.nextInt(6) == 0 && !ids.isEmpty()) {
			String known = ids.get(random.nextInt(ids.size()));
			return refused(reserve(wallet, known, 100, ttl));
		}
		if (random.nextInt(6) == 0 && !this.settled.isEmpty()) {
			Commit commit = this.settled.get(random.nextInt(this.settled.size()));
			return refused(reserve(commit.wallet(), commit.id(), 3, ttl));
		}
		if (random.nextInt(8) == 0 || ids.size() >= (this.crowded ? CROWD : MOST_OPEN)) {
			return refused(Reserve.of(wallet, 2_000_000, ttl));
		}
		Reserve reserve = Reserve.of(wallet, 1 + random.nextInt(9), ttl);
		ids.add(reserve.id().value());
		return reserve;
	}

	private static Reserve reserve(String wallet, String id, long amount, Duration ttl) {
		return Reserve.of(wallet, amount, ttl).id(new OperationId(id, Reserve.of(wallet, 1, ttl).id().origin()));
	}

	private Command<?> settle(Random random, String wallet) {
		List<String> ids = this.open.getOrDefault(wallet, List.of());
		if (random.nextInt(6) == 0 && !this.settled.isEmpty()) {
			return refused(this.settled.get(random.nextInt(this.settled.size())));
		}
		if (random.nextInt(8) == 0 || ids.isEmpty()) {
			return refused(Commit.of(wallet, OperationId.generate().value()));
		}
		String id = ids.get(random.nextInt(ids.size()));
		if (this.asked.contains(id) || random.nextInt(6) == 0) {
			this.asked.add(id);
			return refused(Commit.of(wallet, id).actual(10));
		}
		ids.remove(id);
		if (random.nextInt(3) == 0) {
			return Cancel.of(wallet, id);
		}
		Commit commit = (random.nextInt(3) == 0) ? Commit.of(wallet, id) : Commit.of(wallet, id).actual(0);
		this.settled.add(commit);
		return commit;
	}

	private Command<?> refused(Command<?> command) {
		this.refused.add(command);
		return command;
	}

	private void compare(Command<?> command, Outcome expected, Outcome actual) {
		if (!expected.applied() || this.refused.contains(command)) {
			assertThat(actual.applied()).as(command.toString()).isEqualTo(expected.applied());
			assertThat(actual.replayed()).as(command.toString()).isEqualTo(expected.replayed());
			assertThat(actual.refusal().map(Object::getClass)).as(command.toString())
				.isEqualTo(expected.refusal().map(Object::getClass));
		}
		else {
			assertThat(actual).as(command.toString()).isEqualTo(expected);
		}
	}

	private static List<Object> together(FlakyProxy proxy, QuotaStore store, List<Command<?>> batch) {
		List<CompletableFuture<?>> sent = new ArrayList<>();
		proxy.stallReplies();
		try {
			Together.plug(store, true, false);
			batch.forEach((command) -> sent.add(store.execute(command).toCompletableFuture()));
		}
		finally {
			proxy.resumeReplies();
		}
		return sent.stream().<Object>map(OpenStore::join).toList();
	}

	private static void both(Engine redis, Engine memory, Command<?> command) {
		assertThat(OpenStore.join(redis.store().execute(command).toCompletableFuture()).applied()).isTrue();
		assertThat(OpenStore.join(memory.store().execute(command).toCompletableFuture()).applied()).isTrue();
	}

	private static List<WalletEvent> events(Engine engine, String wallet) {
		int partition = engine.events().partitionOf(wallet);
		return OpenStore.join(engine.events().read(partition, null, 100_000).toCompletableFuture())
			.stream()
			.flatMap((frame) -> frame.events().stream())
			.filter((event) -> event.wallet().equals(wallet))
			.toList();
	}

}
