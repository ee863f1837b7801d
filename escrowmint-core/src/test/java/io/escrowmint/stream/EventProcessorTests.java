package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Processors of the store's own events: one state for each partition, event by event, and
 * nothing is cut that a processor has not committed.
 */
@Timeout(120)
class EventProcessorTests {

	private static final StoreOptions TWO_PARTITIONS = new StoreOptions(Duration.ofSeconds(30), Duration.ofHours(1),
			Duration.ofMinutes(1), 2, 1_000);

	private final StreamRig rig = StreamRig.shared();

	private final RedisQuotaStore store = RedisQuotaStore.create(TestRedis.shared().connectionFactory(),
			new RedisStoreOptions(TWO_PARTITIONS, this.rig.prefix()));

	private final AtomicBoolean mended = new AtomicBoolean(true);

	/** What a reservation holds that cannot be handled. */
	private volatile long poison = 13;

	private final AtomicBoolean fatal = new AtomicBoolean();

	private final AtomicInteger deaths = new AtomicInteger();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final ProcessorDefinition spending = ProcessorDefinition.of("spending", "events", Tally.class,
			WalletEvent.class, this::handle);

	@BeforeEach
	void connect() {
		assertThat(this.store.connect()).isTrue();
	}

	@AfterEach
	void close() throws Exception {
		this.rig.close();
		this.store.close();
	}

	private Tally handle(Tally tally, WalletEvent event, StreamTransaction tx) {
		if (event.type() == EventType.RESERVED && event.change().held() == this.poison && !this.mended.get()) {
			if (this.fatal.get()) {
				this.deaths.incrementAndGet();
				throw new InternalError("fatal");
			}
			throw new IllegalStateException("thirteen");
		}
		this.seen.add(event.wallet() + " " + event.seq());
		tx.publish(this.rig.out(), Map.of("number", event.seq()));
		return Tally.add(tally, event.change().granted());
	}

	private StreamContainer start(StreamOptions options) {
		return this.rig
			.start(this.rig.streams().processor(this.spending, this.store.events(), options, StreamListener.NONE));
	}

	private long committed() {
		long count = 0;
		for (int partition = 0; partition < 2; partition++) {
			String state = this.rig.redis()
				.hget(new StreamKeys(this.rig.prefix()).partition(this.spending, partition), "state");
			count += (state != null) ? ((Tally) StreamRig.CODEC.read(Publication.utf8(state), Tally.class)).count() : 0;
		}
		return count;
	}

	@Test
	void eventsOfAllPartitionsAreHandledOnceAndCutWhenTheyAreCommitted() {
		register();
		for (int wallet = 0; wallet < 20; wallet++) {
			topUp("w" + wallet, 10);
		}
		StreamContainer container = start(QUICK);
		await().until(() -> committed() == 40);
		assertThat(this.seen).hasSize(40).doesNotHaveDuplicates();
		assertThat(this.rig.redis().xlen(this.rig.out())).isEqualTo(40);
		await().untilAsserted(() -> assertThat(frames()).isZero());
		await().until(() -> container.status().phase() == Phase.RUNNING);
	}

	@Test
	void poisonedEventInTheMiddleOfAFrameIsDeadLetteredAlone() {
		this.mended.set(false);
		register();
		topUp("w", 2_000);
		int partition = this.store.events().partitionOf("w");
		// calls that travel together share a frame
		var calls = new ArrayList<CompletableFuture<?>>();
		for (int amount = 10; amount < 50; amount++) {
			calls.add(this.store.execute(Reserve.of("w", amount, Duration.ofHours(1))).toCompletableFuture());
		}
		calls.forEach((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(10)));
		List<WalletEvent> frame = join(this.store.events().read(partition, null, 100)).stream()
			.map(EventFrame::events)
			.filter((events) -> events.size() > 2)
			.findFirst()
			.orElseThrow();
		this.poison = frame.get(1).change().held();
		long poison = frame.get(1).seq();
		start(QUICK.withBatch(3));
		await().until(() -> committed() == 41);
		assertThat(Set.copyOf(this.seen)).hasSize(41).doesNotContain("w " + poison);
		List<DeadLetter> dead = this.rig.streams().eventDeadLetters(this.spending).list(null, 10);
		assertThat(dead).singleElement().satisfies((letter) -> {
			assertThat(letter.stream()).isEqualTo("events/" + partition);
			assertThat(letter.fields().get("payload")).contains("\"seq\":" + poison).contains("\"wallet\":\"w\"");
		});
	}

	@Test
	void deadLetteredEventIsHandledAgainOnceWithTheStateOfItsPartition() {
		DeadLetters letters = this.rig.streams().eventDeadLetters(this.spending);
		// keeps all frames, so that a position that went back would be seen
		join(this.store.events().register("keeper"));
		start(QUICK);
		String letter = poisoned(letters);
		this.mended.set(true);
		assertThat(letters.replay(letter)).isTrue();
		await().until(() -> committed() == 4);
		assertThat(letters.list(null, 10)).isEmpty();
		assertThat(this.seen).endsWith("w 4", "w 3").containsOnlyOnce("w 3");
		assertThat(letters.replay(letter)).isFalse();
		topUp("w", 1);
		await().until(() -> this.rig.redis().xlen(this.rig.out()) >= 5);
		assertThat(this.seen).endsWith("w 4", "w 3", "w 5");
	}

	@Test
	void replayThatFailsLeavesALetterThatSaysWhyAndIsNotRepeated() {
		DeadLetters letters = this.rig.streams().eventDeadLetters(this.spending);
		start(QUICK);
		String letter = poisoned(letters);
		assertThat(letters.replay(letter)).isTrue();
		await().until(() -> !letters.list(null, 10).get(0).id().equals(letter));
		assertThat(letters.list(null, 10)).singleElement().satisfies((again) -> {
			assertThat(again.deliveries()).isEqualTo(4);
			assertThat(again.message()).isEqualTo("thirteen");
			assertThat(again.stream()).isEqualTo("events/" + this.store.events().partitionOf("w"));
		});
		this.mended.set(true);
		assertThat(letters.replay(letters.list(null, 10).get(0).id())).isTrue();
		await().until(() -> committed() == 4);
	}

	@Test
	void replayThatEndsTheLoopIsNotTriedForEverAndTheLetterStays() {
		DeadLetters letters = this.rig.streams().eventDeadLetters(this.spending);
		StreamContainer container = start(QUICK);
		String letter = poisoned(letters);
		this.fatal.set(true);
		assertThat(letters.replay(letter)).isTrue();
		await().until(() -> this.deaths.get() == 1);
		await().until(() -> container.status().phase() == Phase.RUNNING);
		this.mended.set(true);
		assertThat(letters.list(null, 10)).singleElement().satisfies((same) -> assertThat(same.id()).isEqualTo(letter));
		topUp("w", 1);
		await().until(() -> committed() == 4);
		assertThat(this.seen).doesNotContain("w 3");
		assertThat(this.deaths).hasValue(1);
		assertThat(letters.list(null, 10)).hasSize(1);
	}

	@Test
	void letterThatIsDiscardedMeanwhileIsNotHandled() {
		DeadLetters letters = this.rig.streams().eventDeadLetters(this.spending);
		StreamContainer container = start(QUICK);
		String letter = poisoned(letters);
		assertThat(container.stop(Duration.ofSeconds(10))).isTrue();
		assertThat(letters.replay(letter)).isTrue();
		StreamKeys keys = new StreamKeys(this.rig.prefix());
		int partition = this.store.events().partitionOf("w");
		StreamCalls calls = new StreamCalls(new PrimaryConnections(TestRedis.shared().connectionFactory()));
		RedisCommits commits = new RedisCommits(calls, keys.partition(this.spending, partition), "me",
				QUICK.ownership(), new RedisCommits.ReplayKeys(keys.eventDeadLetters(this.spending),
						keys.replays(this.spending, partition)));
		Claim claim = commits.claim();
		assertThat(claim.isOwned()).isTrue();
		assertThat(commits.replay(claim)).satisfies((replay) -> assertThat(replay.id()).isEqualTo(letter));
		assertThat(commits.replay(claim)).isNull();
		assertThat(letters.discard(letter)).isTrue();
		CommitRequest request = new CommitRequest(claim.position(), 1, claim.state(),
				List.of(new Publication(this.rig.out(), List.of(new byte[1], new byte[1]))), List.of(), letter);
		assertThat(commits(commits, claim, request)).isEqualTo(CommitResult.MOVED);
		assertThat(this.rig.redis().xlen(this.rig.out())).isEqualTo(3);
		calls.reset();
	}

	private static CommitResult commits(RedisCommits commits, Claim claim, CommitRequest request) {
		try {
			return commits.commit(claim, () -> request);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void letterThatIsNoEventIsRefused() {
		String dead = new StreamKeys(this.rig.prefix()).eventDeadLetters(this.spending);
		String id = this.rig.redis().xadd(dead, Map.of("dead.stream", "events/1", "payload", "?"));
		assertThatExceptionOfType(StreamMisconfiguredException.class)
			.isThrownBy(() -> this.rig.streams().eventDeadLetters(this.spending).replay(id))
			.withMessageContaining(id);
	}

	@Test
	void eventThatWasDeadLetteredInADatabaseIsHandledAgainInItsTransaction() {
		try (TestDatabase database = TestDatabase.h2()) {
			new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", SqlStreamStore.class))
				.execute(database.dataSource());
			SqlStreamStore sql = new SqlStreamStore(database.dataSource(),
					new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
			ProcessorDefinition landing = ProcessorDefinition.of("spending", "events", Tally.class, WalletEvent.class,
					(tally, event, tx) -> {
						if (event.type() == EventType.RESERVED && !this.mended.get()) {
							throw new IllegalStateException("thirteen");
						}
						this.seen.add(event.wallet() + " " + event.seq());
						return Tally.add(tally, event.change().granted());
					});
			StreamContainer container = this.rig.streams()
				.processor(landing, this.store.events(), sql, QUICK, StreamListener.NONE);
			container.start();
			try {
				DeadLetters letters = this.rig.streams().eventDeadLetters(landing, sql);
				String letter = poisoned(letters);
				assertThat(letters.replay(letter)).isTrue();
				await().until(() -> !letters.list(null, 10).get(0).id().equals(letter));
				assertThat(letters.list(null, 10)).singleElement()
					.satisfies((again) -> assertThat(again.deliveries()).isEqualTo(4));
				this.mended.set(true);
				assertThat(letters.replay(letters.list(null, 10).get(0).id())).isTrue();
				await().until(() -> letters.list(null, 10).isEmpty());
				assertThat(this.seen).endsWith("w 4", "w 3").containsOnlyOnce("w 3");
				assertThat(letters.replay(letter)).isFalse();
			}
			finally {
				assertThat(container.stop(Duration.ofSeconds(10))).isTrue();
			}
		}
	}

	/**
	 * Lets the third of four events fail until it is dead, and the others be committed.
	 */
	private String poisoned(DeadLetters letters) {
		this.mended.set(false);
		register();
		topUp("w", 1_000);
		assertThat(join(this.store.execute(Reserve.of("w", 13, Duration.ofHours(1)))).applied()).isTrue();
		topUp("w", 1);
		await().until(() -> this.seen.contains("w 4") && letters.list(null, 10).size() == 1);
		return letters.list(null, 10).get(0).id();
	}

	@Test
	void blockedPartitionKeepsItsEventsAndDelaysNoOther() {
		this.mended.set(false);
		register();
		String other = otherPartition("w");
		topUp("w", 1_000);
		StreamContainer container = start(QUICK.withPoison(PoisonPolicy.BLOCK, 1));
		await().until(() -> committed() == 2);
		this.store.execute(Reserve.of("w", 13, Duration.ofHours(1))).toCompletableFuture().join();
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		join(this.store.events().register("fast"));
		topUp(other, 5);
		await().until(() -> committed() == 4);
		int partition = this.store.events().partitionOf("w");
		String last = join(this.store.events().read(partition, null, 100)).get(0).position();
		assertThat(join(this.store.events().acknowledge("fast", partition, last))).isTrue();
		assertThat(frames(partition)).isEqualTo(1);
		await().until(() -> container.status().backlog() >= 1);
		this.mended.set(true);
		await().until(() -> committed() == 5);
		await().until(() -> frames(partition) == 0);
		await().until(() -> container.status().isHealthy());
	}

	private String otherPartition(String wallet) {
		int taken = this.store.events().partitionOf(wallet);
		return IntStream.range(0, 100)
			.mapToObj((number) -> "o" + number)
			.filter((name) -> this.store.events().partitionOf(name) != taken)
			.findFirst()
			.orElseThrow();
	}

	private void register() {
		join(this.store.events().register("processor:spending"));
	}

	private int frames() {
		return frames(0) + frames(1);
	}

	private int frames(int partition) {
		EventLog events = this.store.events();
		return join(events.read(partition, null, 100)).size();
	}

	private void topUp(String wallet, long amount) {
		assertThat(join(this.store.execute(TopUp.of(wallet, amount))).applied()).isTrue();
	}

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

}
