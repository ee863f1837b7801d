package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.EmbeddedSentinel;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that loses its data, or the latest part of it, while clients spend: wallets are
 * fenced and rebuilt by themselves, and no credit is free whose spending had landed. What
 * was acknowledged but had not landed is gone; each test says how much that was, and
 * holds it to the time by which the ledger lagged.
 */
@Timeout(300)
class LossUnderLoadTests {

	private static final List<String> WALLETS = List.of("a", "b", "c", "d", "e");

	private static final long CREDITS = 1_000_000;

	private static TestDatabase database;

	@BeforeAll
	static void openDatabase() {
		database = TestDatabase.postgres();
	}

	@AfterAll
	static void closeDatabase() {
		database.close();
	}

	@Test
	void dataThrownAwayUnderLoadIsRebuilt(TestReporter reporter) {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				RepairRig rig = new RepairRig(redis.connectionFactory(), redis.client(), database)) {
			long lossAt;
			SpendingLoad load = begin(rig);
			try (load) {
				awaitAcknowledged(load, 2000);
				rig.flush();
				lossAt = System.currentTimeMillis();
				awaitAllSpendAgain(load, lossAt);
			}
			settle(rig);
			assertAccounted(rig, load, lossAt, 0, reporter);
		}
	}

	@Test
	void aReplicaThatWasBehindIsBroughtForwardAfterItsPromotion(TestReporter reporter) {
		try (EmbeddedSentinel redis = EmbeddedSentinel.start();
				RepairRig rig = new RepairRig(redis.connectionFactory(), redis.primary().client(), database)) {
			long lossAt;
			SpendingLoad load = begin(rig);
			try (load) {
				awaitAcknowledged(load, 500);
				redis.awaitReplicated();
				cutReplication(redis.replica());
				awaitAcknowledged(load, load.acknowledged() + 1000);
				awaitAllBeyondTheReplica(rig);
				redis.primary().kill();
				lossAt = System.currentTimeMillis();
				Awaitility.await()
					.atMost(Duration.ofSeconds(120))
					.untilAsserted(() -> assertThat(rig.reconciler().rebuilt())
						.withFailMessage(() -> rig.reconciler().rebuilt() + " rebuilt; " + redis.log())
						.isGreaterThanOrEqualTo(WALLETS.size()));
				awaitAllSpendAgain(load, System.currentTimeMillis());
			}
			settle(rig);
			assertThat(rig.findings()).isNotEmpty();
			assertAccounted(rig, load, lossAt, 1, reporter);
		}
	}

	@Test
	void aWholeRedisIsRebuiltFromSql(TestReporter reporter) {
		int count = Boolean.getBoolean("escrowmint.soak") ? 20_000 : 300;
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				RepairRig rig = new RepairRig(redis.connectionFactory(), redis.client(), database)) {
			rig.pump().start();
			awaitReader(rig);
			IntStream.range(0, count).parallel().forEach((i) -> {
				rig.apply(TopUp.of("wallet " + i, 100));
				rig.apply(Consume.of("wallet " + i, 1 + i % 7).key("k"));
				rig.apply(Reserve.of("wallet " + i, 10, Duration.ofHours(1)).id("r"));
			});
			settle(rig, count);
			rig.flush();
			ReconcileReport dry = rig.reconciler().repairAll(RepairMode.DRY_RUN);
			assertThat(dry.count(RepairResult.Outcome.REBUILDABLE)).isEqualTo(count);
			ReconcileReport report = rig.reconciler().repairAll(RepairMode.AUTOMATIC);
			assertThat(report.count(RepairResult.Outcome.REBUILT)).isEqualTo(count);
			long perMinute = count * 60_000L / Math.max(1, report.took().toMillis());
			reporter.publishEntry("wallets rebuilt per minute", Long.toString(perMinute));
			for (int i = 0; i < count; i++) {
				assertThat(rig.figures("wallet " + i)).returns(10L, Figures::held)
					.returns(1L + i % 7, Figures::spent)
					.matches(Figures::isLawful);
			}
			settle(rig, count);
		}
	}

	/**
	 * What has not landed by the promotion is in neither place, and nothing to rebuild.
	 */
	private static void awaitAllBeyondTheReplica(RepairRig rig) {
		Map<String, Long> atMost = WALLETS.stream()
			.collect(Collectors.toMap((wallet) -> wallet,
					(wallet) -> rig.store().recovery().image(wallet).toCompletableFuture().join().seq()));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> WALLETS.stream()
				.allMatch((wallet) -> rig.ledger().wallet(wallet).orElseThrow().seq() > atMost.get(wallet)));
	}

	private static SpendingLoad begin(RepairRig rig) {
		rig.startAll();
		awaitReader(rig);
		WALLETS.forEach((wallet) -> rig.apply(TopUp.of(wallet, CREDITS)));
		WALLETS.forEach(rig::awaitLanded);
		return new SpendingLoad(rig, WALLETS);
	}

	private static void awaitReader(RepairRig rig) {
		int last = rig.store().events().partitions() - 1;
		Awaitility.await()
			.until(() -> rig.store().events().readers(last).toCompletableFuture().join().containsKey(RepairRig.SOURCE));
	}

	/** The replica stays up and known, but hears nothing more. */
	private static void cutReplication(EmbeddedRedis replica) {
		try (StatefulRedisConnection<String, String> connection = replica.client().connect()) {
			connection.sync().configSet("masterauth", "wrong");
			connection.sync()
				.dispatch(CommandType.CLIENT, new IntegerOutput<>(StringCodec.UTF8),
						new CommandArgs<>(StringCodec.UTF8).add("KILL").add("TYPE").add("master"));
		}
	}

	private static void awaitAcknowledged(SpendingLoad load, long count) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.acknowledged() >= count);
	}

	private static void awaitAllSpendAgain(SpendingLoad load, long since) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> WALLETS.stream().allMatch((wallet) -> load.acknowledgedSince(wallet, since) > 100));
	}

	private static void settle(RepairRig rig) {
		settle(rig, WALLETS.size());
	}

	private static void settle(RepairRig rig, int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(rig.reconciler().verifyAll().count(Verdict.EQUAL)).isEqualTo(count));
	}

	private static void assertAccounted(RepairRig rig, SpendingLoad load, long lossAt, long tolerance,
			TestReporter reporter) {
		long lostInAll = 0;
		long longestLag = 0;
		for (String wallet : WALLETS) {
			Map<Long, LedgerEntry> spending = firstLife(rig, wallet);
			long landedBefore = spending.size();
			long lastLanded = spending.values()
				.stream()
				.mapToLong((entry) -> entry.event().time().toEpochMilli())
				.max()
				.orElseThrow();
			long spent = rig.figures(wallet).spent();
			long acknowledged = load.acknowledged(wallet);
			long after = load.acknowledgedSince(wallet, lossAt + 1);
			long lost = acknowledged - spent;
			assertThat(spent).as("all that had landed and all that came later")
				.isGreaterThanOrEqualTo(landedBefore + after - load.unknown(wallet) - SpendingLoad.THREADS);
			assertThat(spent).isLessThanOrEqualTo(acknowledged + load.unknown(wallet));
			assertThat(lost).as("acknowledged, but in neither place")
				.isLessThanOrEqualTo(load.acknowledgedSince(wallet, lastLanded - tolerance)
						- load.acknowledgedSince(wallet, lossAt + 1) + SpendingLoad.THREADS);
			lostInAll += Math.max(0, lost);
			longestLag = Math.max(longestLag, lossAt - lastLanded);
		}
		reporter.publishEntry(Map.of("acknowledged", Long.toString(load.acknowledged()), "lost within the lag",
				Long.toString(lostInAll), "lag in ms", Long.toString(longestLag), "refused by a fence",
				Long.toString(load.fenced()), "rebuilt", Long.toString(rig.reconciler().rebuilt())));
	}

	/** What had been spent, and landed, before the loss. */
	private static Map<Long, LedgerEntry> firstLife(RepairRig rig, String wallet) {
		Map<Long, LedgerEntry> spending = new TreeMap<>();
		LedgerKey after = LedgerKey.BEGINNING;
		List<LedgerEntry> page;
		long epoch = Long.MIN_VALUE;
		do {
			page = rig.ledger().entries(wallet, after, 1000);
			for (LedgerEntry entry : page) {
				epoch = (epoch == Long.MIN_VALUE) ? entry.event().epoch() : epoch;
				if (entry.event().epoch() == epoch && entry.event().type() == EventType.CONSUMED) {
					spending.put(entry.event().seq(), entry);
				}
				after = entry.key();
			}
		}
		while (page.size() == 1000);
		return spending;
	}

}
