package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static io.escrowmint.stream.StreamRig.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits in streams of the application: it is counted, it raises health, and it is
 * cut below what every known reader has done.
 */
@Timeout(120)
class TrimmingTests {

	private static final StreamOptions CUTTING = QUICK.withTrim(true);

	/** Never too long behind, so that only entries count. */
	private static final StreamOptions COUNTING = new StreamOptions(QUICK.block(), QUICK.poll(), QUICK.batch(),
			PoisonPolicy.BLOCK, 1, QUICK.backoffMin(), QUICK.backoffMax(), QUICK.ownership(), QUICK.claimAfter(),
			Duration.ofHours(1), 20, false);

	private final AtomicBoolean mended = new AtomicBoolean();

	private final StreamRig rig = StreamRig.shared();

	@AfterEach
	void close() throws Exception {
		this.rig.close();
	}

	private ProcessorDefinition processor(String id, long stumbles) {
		return ProcessorDefinition.of(id, this.rig.in(), Tally.class, Numeral.class, (tally, number, tx) -> {
			if (number.value() == stumbles && !this.mended.get()) {
				throw new IllegalStateException(id);
			}
			return Tally.add(tally, number.value());
		});
	}

	private StreamContainer start(ProcessorDefinition definition, StreamOptions options) {
		return this.rig.start(definition, options);
	}

	private List<Long> left() {
		return this.rig.redis()
			.xrange(this.rig.in(), Range.unbounded())
			.stream()
			.map((entry) -> Long.valueOf(entry.getBody().get("payload").replaceAll("\\D", "")))
			.toList();
	}

	@Test
	void streamIsCutBelowWhatTheSlowestProcessorHasDone() {
		ProcessorDefinition fast = processor("fast", -1);
		start(fast, CUTTING);
		StreamContainer slow = start(processor("slow", 5), CUTTING.withPoison(PoisonPolicy.BLOCK, 1));
		await().until(() -> this.rig.streams().readers(this.rig.in()).keySet().equals(Set.of("fast", "slow")));
		this.rig.add(1, 10);
		await().until(() -> slow.status().phase() == StreamStatus.Phase.BLOCKED);
		// what was done last stays
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(4, 10)));
		this.rig.add(11, 12);
		String last = this.rig.redis().xrevrange(this.rig.in(), Range.unbounded()).get(0).getId();
		await().until(() -> last.equals(this.rig.streams().readers(this.rig.in()).get("fast")));
		assertThat(left()).isEqualTo(numbers(4, 12));
		this.mended.set(true);
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(12, 12)));
		assertThat(this.rig.state(fast)).isEqualTo(new Tally(12, 78));
	}

	@Test
	void streamIsNotCutUnlessThatIsAskedFor() {
		ProcessorDefinition tally = processor("tally", -1);
		start(tally, QUICK);
		this.rig.add(1, 5);
		String last = this.rig.redis().xrevrange(this.rig.in(), Range.unbounded()).get(0).getId();
		await().until(() -> last.equals(this.rig.streams().readers(this.rig.in()).get("tally")));
		assertThat(left()).isEqualTo(numbers(1, 5));
	}

	@Test
	void groupKeepsWhatItHasNotAcknowledged() {
		this.rig.add(1, 9);
		this.rig.redis().xgroupCreate(XReadArgs.StreamOffset.from(this.rig.in(), "0"), "outside");
		List<String> ids = this.rig.redis()
			.xreadgroup(Consumer.from("outside", "c"), XReadArgs.Builder.count(6),
					XReadArgs.StreamOffset.lastConsumed(this.rig.in()))
			.stream()
			.map((entry) -> entry.getId())
			.toList();
		this.rig.redis().xack(this.rig.in(), "outside", ids.get(0), ids.get(1), ids.get(3));
		start(processor("fast", -1), CUTTING);
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(3, 9)));
		this.rig.redis().xack(this.rig.in(), "outside", ids.get(2), ids.get(4), ids.get(5));
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(6, 9)));
		assertThat(this.rig.redis().xgroupDestroy(this.rig.in(), "outside")).isTrue();
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(9, 9)));
	}

	@Test
	void listenerOfAGroupCutsToo() {
		this.rig.add(1, 5);
		this.rig.start(this.rig.streams()
			.listener(QueueDefinition.<Numeral>of(this.rig.in(), "g", Numeral.class, (number, delivery) -> {
			}), CUTTING, StreamListener.NONE));
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(5, 5)));
	}

	@Test
	void processorThatIsGoneKeepsItsEntriesAndRaisesHealthUntilItIsForgotten() {
		StreamContainer gone = start(processor("gone", -1), QUICK);
		await().until(() -> this.rig.streams().readers(this.rig.in()).containsKey("gone"));
		assertThat(gone.stop(Duration.ofSeconds(10))).isTrue();
		StreamContainer cutting = start(processor("fast", -1), CUTTING.withMaxBacklog(6));
		this.rig.add(1, 8);
		await().until(() -> cutting.status().backlog() == 8);
		assertThat(cutting.status().isHealthy()).isFalse();
		assertThat(this.rig.streams().forgetReader(this.rig.in(), "gone")).isTrue();
		assertThat(this.rig.streams().forgetReader(this.rig.in(), "gone")).isFalse();
		await().untilAsserted(() -> assertThat(left()).isEqualTo(numbers(8, 8)));
		await().until(() -> cutting.status().isHealthy());
		assertThat(this.rig.streams().readers(this.rig.in())).containsOnlyKeys("fast");
	}

	@Test
	void positionsAreComparedByNumber() {
		for (String id : List.of("9-5", "10-1", "10-2", "10-18446744073709551614")) {
			this.rig.redis().xadd(this.rig.in(), new XAddArgs().id(id), Map.of("payload", id));
		}
		String readers = new StreamKeys(this.rig.prefix()).readers(this.rig.in());
		this.rig.redis().hset(readers, Map.of("a", "9-5", "b", "10-2"));
		cut(readers, "10-18446744073709551614");
		assertThat(ids()).startsWith("9-5");
		this.rig.redis().hset(readers, "a", "10-18446744073709551613");
		cut(readers, "10-18446744073709551614");
		assertThat(ids()).startsWith("10-2");
		this.rig.redis().hset(readers, "b", "10-18446744073709551614");
		cut(readers, "10-18446744073709551614");
		assertThat(ids()).containsExactly("10-18446744073709551614");
	}

	private void cut(String readers, String position) {
		StreamCalls calls = calls();
		new KnownReader(calls, this.rig.in(), readers, "c", true, Duration.ofSeconds(1)).at(position);
		calls.reset();
	}

	private StreamCalls calls() {
		return new StreamCalls(new PrimaryConnections(TestRedis.shared().connectionFactory()));
	}

	private List<String> ids() {
		return this.rig.redis()
			.xrange(this.rig.in(), Range.unbounded())
			.stream()
			.map((entry) -> entry.getId())
			.toList();
	}

	@Test
	void backlogIsCountedInEntriesAndRaisesHealth() {
		StreamContainer stuck = start(processor("stuck", 3), COUNTING);
		this.rig.add(1, 22);
		await().until(() -> stuck.status().backlog() == 20);
		await().until(() -> stuck.status().phase() == StreamStatus.Phase.BLOCKED);
		assertThat(stuck.status().isTooFarBehind()).isFalse();
		this.rig.add(23, 23);
		await().until(() -> stuck.status().backlog() == 21);
		assertThat(stuck.status().isTooFarBehind()).isTrue();
		this.mended.set(true);
		await().until(() -> stuck.status().backlog() == 0 && stuck.status().isHealthy());
	}

	@Test
	void whatCannotBeCountedStopsNobody() {
		Progress progress = new Progress();
		progress.running();
		progress.backlog(() -> 3);
		progress.backlog(() -> {
			throw new IllegalStateException("NOPERM");
		});
		assertThat(progress.status("c", true, QUICK)).returns(3L, StreamStatus::backlog)
			.returns(StreamStatus.Phase.RUNNING, StreamStatus::phase);
	}

	@Test
	void longBacklogIsCountedPageByPageAndFollowsThePosition() {
		fill(12_345);
		List<String> ids = ids();
		StreamCalls calls = calls();
		EntryCount count = new EntryCount(calls, this.rig.in());
		assertThat(count.after("0-0")).isEqualTo(10_001);
		assertThat(count.after("0-0")).isEqualTo(12_345);
		assertThat(count.after(ids.get(499))).isEqualTo(11_845);
		assertThat(count.after(ids.get(5_000))).isEqualTo(7_344);
		fill(10);
		assertThat(count.after(ids.get(5_000))).isEqualTo(7_354);
		assertThat(count.after(ids().get(12_354))).isZero();
		fill(3);
		assertThat(count.after(ids.get(12_344))).isEqualTo(13);
		calls.reset();
	}

	@Test
	void entriesThatWereCutAwayCountNoMore() {
		fill(3_500);
		StreamCalls calls = calls();
		EntryCount count = new EntryCount(calls, this.rig.in());
		assertThat(count.after("0-0")).isEqualTo(3_500);
		this.rig.redis().xtrim(this.rig.in(), 2_200);
		assertThat(count.after("0-0")).isEqualTo(2_200);
		fill(5);
		assertThat(count.after("0-0")).isEqualTo(2_205);
		this.rig.redis().xtrim(this.rig.in(), 0);
		assertThat(count.after("0-0")).isZero();
		fill(7);
		assertThat(count.after("0-0")).isEqualTo(7);
		calls.reset();
	}

	@Test
	void streamThatIsEmptiedWhileItsProcessorIsStuckHasNoBacklog() {
		this.rig.add(1, 50);
		StreamContainer stuck = start(processor("stuck", 1), COUNTING);
		await().until(() -> stuck.status().backlog() == 50);
		this.rig.redis().xtrim(this.rig.in(), 0);
		await().until(() -> stuck.status().backlog() == 0 && stuck.status().isHealthy());
		this.rig.add(51, 51);
		await().until(() -> this.rig.state(processor("stuck", 1)) != null && stuck.status().backlog() == 0);
	}

	private void fill(int entries) {
		this.rig.redis()
			.eval("for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'payload', i) end", ScriptOutputType.STATUS,
					new String[] { this.rig.in() }, Integer.toString(entries));
	}

	@Test
	void backlogOfAGroupIsWhatIsNotAcknowledgedAndWhatIsNotHandedOut() {
		assertGroupIsCounted(this.rig);
	}

	@Test
	void backlogOfAGroupIsCountedWhereRedisDoesNotKnowIt() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start();
				StreamRig old = StreamRig.on(redis.connectionFactory(), redis.client())) {
			assertGroupIsCounted(old);
		}
	}

	private void assertGroupIsCounted(StreamRig on) {
		on.redis().xgroupCreate(XReadArgs.StreamOffset.from(on.in(), "0"), "g", XGroupCreateArgs.Builder.mkstream());
		on.add(1, 30);
		StreamContainer stuck = on.start(
				on.streams().listener(QueueDefinition.<Numeral>of(on.in(), "g", Numeral.class, (number, delivery) -> {
					if (!this.mended.get()) {
						throw new IllegalStateException("not yet");
					}
				}), QUICK.withPoison(PoisonPolicy.BLOCK, 1).withMaxBacklog(29), StreamListener.NONE));
		await().until(() -> stuck.status().backlog() == 30);
		assertThat(stuck.status().isTooFarBehind()).isTrue();
		this.mended.set(true);
		await().until(() -> stuck.status().backlog() == 0 && stuck.status().isHealthy());
	}

}
