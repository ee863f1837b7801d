package io.escrowmint.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.testing.PatientDdl;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pump over streams that do what stores do on bad days.
 */
@Timeout(60)
class LedgerPumpTests {

	private static final PumpOptions OPTIONS = PumpOptions.DEFAULTS.withTimes(Duration.ofMillis(2),
			Duration.ofMillis(60), Duration.ofMillis(20));

	/** What is read of a partition at once, however small a batch is to be. */
	private static final int FRAMES_AT_LEAST = 64;

	private static TestDatabase database;

	private final LineLog log = new LineLog(4);

	private final EventChain chain = new EventChain("w");

	private final List<LedgerFinding> findings = new CopyOnWriteArrayList<>();

	private final List<LedgerPump> pumps = new ArrayList<>();

	private String prefix;

	private JdbcLedgerStore store;

	private long position;

	@BeforeAll
	static void open() {
		database = TestDatabase.h2();
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@BeforeEach
	void createTables() {
		this.prefix = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		LedgerSchema.create(database.dataSource(), this.prefix);
		this.store = new JdbcLedgerStore(database.dataSource(), this.prefix);
	}

	@AfterEach
	void stop() {
		this.pumps.forEach(LedgerPump::stop);
	}

	@Test
	void whatWasWrittenBeforeAndWhileItRunsLandsAndIsAcknowledged() {
		write(0, this.chain.created(), this.chain.toppedUp(1));
		LedgerPump pump = started();
		awaitEntries(2);
		write(0, this.chain.toppedUp(2));
		write(3, new EventChain("other").created());
		awaitEntries(4);
		awaiting().until(() -> "2-0".equals(this.log.acknowledged(0)) && "3-0".equals(this.log.acknowledged(3)));
		awaiting().until(() -> pump.status().lag().isZero());
		assertThat(pump.status()).returns(4L, PumpStatus::landed)
			.returns(0L, PumpStatus::repeats)
			.returns(0L, PumpStatus::errors)
			.returns(null, PumpStatus::lastError);
	}

	@Test
	void startingTwiceIsStartingOnceAndAStoppedPumpGoesOnLater() {
		AtomicInteger threads = new AtomicInteger();
		LedgerPump pump = new LedgerPump(this.log, this.store, OPTIONS, this.findings::add, (loop) -> {
			threads.incrementAndGet();
			return new Thread(loop);
		});
		this.pumps.add(pump);
		pump.start();
		pump.start();
		assertThat(threads).hasValue(1);
		write(0, this.chain.created());
		awaitEntries(1);
		pump.stop();
		pump.stop();
		assertThat(pump.isRunning()).isFalse();
		write(0, this.chain.toppedUp(1));
		assertThat(entries()).isEqualTo(1);
		pump.start();
		awaitEntries(2);
		assertThat(threads).hasValue(2);
	}

	@Test
	void nothingIsAcknowledgedThatIsNotCommitted() {
		AtomicBoolean broken = new AtomicBoolean(true);
		LedgerPump pump = started(new FaultyStore(this.store, (landings) -> failIf(broken.get())), OPTIONS);
		write(0, this.chain.created());
		awaiting().until(() -> pump.status().errors() > 3);
		assertThat(this.log.acknowledged(0)).isEqualTo("0-0");
		assertThat(pump.status().lastError()).isNotNull();
		awaiting().until(() -> !pump.status().lag().isZero());
		broken.set(false);
		awaitEntries(1);
		awaiting().until(() -> "1-0".equals(this.log.acknowledged(0)));
		awaiting().until(() -> pump.status().lastError() == null);
	}

	@Test
	void itGoesOnWhenTheStoreAnswersAgain() {
		this.log.down(true);
		LedgerPump pump = started();
		write(0, this.chain.created());
		awaiting().until(() -> pump.status().errors() > 3);
		this.log.down(false);
		awaitEntries(1);
		this.log.down(true);
		long before = pump.status().errors();
		awaiting().until(() -> pump.status().errors() > before + 8);
		write(0, this.chain.toppedUp(1));
		this.log.down(false);
		awaitEntries(2);
		awaiting().until(() -> pump.status().lastError() == null);
	}

	@Test
	void anAcknowledgmentThatWasLostIsMadeUpFor() {
		this.log.losesAcknowledgments(true);
		LedgerPump pump = started();
		write(0, this.chain.created());
		awaitEntries(1);
		awaiting().until(() -> pump.status().errors() > 1);
		this.log.losesAcknowledgments(false);
		awaiting().until(() -> "1-0".equals(this.log.acknowledged(0)));
		assertThat(entries()).isEqualTo(1);
		assertThat(this.findings).isEmpty();
	}

	@Test
	void aStoreThatLostItsLastWritesIsReadFromWhatItRemembers() {
		LedgerPump pump = started();
		write(0, this.chain.created());
		write(0, this.chain.toppedUp(5), this.chain.toppedUp(6));
		awaitEntries(3);
		awaiting().until(() -> "2-0".equals(this.log.acknowledged(0)));
		EventChain neighbour = new EventChain("neighbour");
		WalletEvent other = this.chain.back(1, 6).toppedUp(60);
		// the clock of the new primary is behind: positions come again, with other
		// content
		this.log.goBack(0, "1-0",
				List.of(new EventFrame("1-7", List.of(other)), new EventFrame("2-0", List.of(neighbour.created()))));
		awaitEntries(4);
		awaiting().untilAsserted(() -> assertThat(this.findings).hasSize(1));
		assertThat(this.findings.get(0)).isInstanceOf(LedgerFinding.Divergence.class)
			.returns("w", LedgerFinding::wallet);
		awaiting().until(() -> pump.status().divergences() == 1);
		awaiting().until(() -> "2-0".equals(this.log.acknowledged(0)));
	}

	@Test
	void aStoreThatForgotEverythingIsReadFromItsBeginning() {
		started();
		write(0, this.chain.created());
		awaitEntries(1);
		awaiting().until(() -> "1-0".equals(this.log.acknowledged(0)));
		this.log.forgetEverything();
		this.log.write(0, 0, new EventChain("neighbour").created());
		this.log.write(0, 1, new EventChain("another").created());
		awaiting().until(() -> this.log.acknowledged(0) != null);
		awaitEntries(2);
	}

	@Test
	void aFrameThatCannotBeReadBlocksNoOtherPartitionAndNothingBeforeIt() {
		write(0, this.chain.created());
		write(0, this.chain.toppedUp(1));
		write(0, this.chain.toppedUp(1));
		this.log.unreadable("2-0");
		LedgerPump pump = started();
		write(1, new EventChain("neighbour").created());
		awaitEntries(2);
		awaiting().until(() -> pump.status().blocked() == 1);
		assertThat(this.log.acknowledged(0)).isEqualTo("1-0");
		this.log.unreadable(null);
		awaitEntries(4);
		awaiting().until(() -> pump.status().blocked() == 0);
	}

	@Test
	void whatOneListenerThrowsChangesNothing() {
		LedgerPump pump = new LedgerPump(this.log, this.store, OPTIONS, (finding) -> {
			throw new IllegalStateException("on purpose");
		}, Thread::new);
		this.pumps.add(pump);
		pump.start();
		write(0, this.chain.skip(5, 5).toppedUp(1));
		write(0, this.chain.toppedUp(1));
		awaitEntries(2);
		awaiting().until(() -> pump.status().gaps() == 1);
	}

	@Test
	void aPartitionThatDoesNotAnswerHoldsUpNoOther() {
		EventChain neighbour = new EventChain("neighbour");
		this.log.hold(1);
		LedgerPump pump = started();
		write(1, neighbour.created());
		write(0, this.chain.created());
		awaitEntries(1);
		this.log.letGo();
		awaitEntries(2);
		this.log.hold(1);
		write(1, neighbour.toppedUp(1));
		write(0, this.chain.toppedUp(1));
		awaitEntries(3);
		awaiting().until(() -> "4-0".equals(this.log.acknowledged(0)));
		this.log.letGo();
		awaitEntries(4);
		awaiting().until(() -> "3-0".equals(this.log.acknowledged(1)));
		assertThat(pump.status().errors()).isZero();
	}

	@Test
	void whatFollowsIsReadWhileWhatCameBeforeIsLanded() {
		writeMany(300);
		LedgerPump pump = started(new FaultyStore(this.store, (landings) -> {
			if (landings.get(0).frames().size() == FRAMES_AT_LEAST) {
				awaiting().until(() -> this.log.wasAskedFor(0, landings.get(0).end()));
			}
		}), OPTIONS.withBatchSize(1));
		awaitEntries(300);
		assertThat(pump.status().errors()).isZero();
	}

	@Test
	void whatWasReadAheadIsLeftIfWhatCameBeforeDidNotLand() {
		AtomicInteger landings = new AtomicInteger();
		writeMany(300);
		LedgerPump pump = started(new FaultyStore(this.store, (frames) -> failIf(landings.incrementAndGet() % 2 == 1)),
				OPTIONS.withBatchSize(1));
		awaitEntries(300);
		awaiting().until(() -> "300-0".equals(this.log.acknowledged(0)));
		assertThat(this.findings).isEmpty();
		assertThat(pump.status()).returns(300L, PumpStatus::landed).returns(0L, PumpStatus::repeats);
	}

	@Test
	void aBatchThatIsTooMuchForTheDatabaseIsHalvedUntilItLands() {
		writeMany(300);
		started(new FaultyStore(this.store, (landings) -> failIf(landings.get(0).events() > 10)), OPTIONS);
		awaitEntries(300);
		awaiting().until(() -> "300-0".equals(this.log.acknowledged(0)));
		assertThat(this.findings).isEmpty();
	}

	@Test
	void anAcknowledgmentThatTakesItsTimeMakesNothingLandAgain() {
		LedgerPump pump = started();
		write(0, this.chain.created());
		awaitEntries(1);
		this.log.holdAcknowledgments();
		long watched = this.log.looks();
		write(0, this.chain.toppedUp(1));
		awaitEntries(2);
		write(0, this.chain.toppedUp(1));
		awaitEntries(3);
		awaiting().until(() -> this.log.looks() > watched + 12);
		this.log.letGo();
		awaiting().until(() -> "3-0".equals(this.log.acknowledged(0)));
		assertThat(pump.status()).returns(3L, PumpStatus::landed).returns(0L, PumpStatus::repeats);
	}

	@Test
	void twoPumpsLandEachEventOnceAndOneKeepsAwayFromWhatTheOtherLands() {
		LedgerPump one = started();
		LedgerPump two = started();
		List<EventChain> chains = IntStream.range(0, 4).mapToObj((index) -> new EventChain("w" + index)).toList();
		IntStream.range(0, 4).forEach((index) -> write(index, chains.get(index).created()));
		for (int round = 1; round <= 300; round++) {
			for (int index = 0; index < 4; index++) {
				write(index, chains.get(index).toppedUp(1), chains.get(index).toppedUp(1));
			}
		}
		awaitEntries(4 * 601);
		awaiting().until(() -> one.status().landed() + two.status().landed() == 4 * 601);
		assertThat(this.findings).isEmpty();
		chains.forEach((chain) -> assertThat(this.store.wallet(chain.wallet()))
			.hasValueSatisfying((wallet) -> assertThat(wallet.figures().granted()).isEqualTo(600)));
		awaiting().until(() -> {
			IntStream.range(0, 4).forEach((index) -> write(index, chains.get(index).toppedUp(1)));
			return one.status().hosted() + two.status().hosted() == 4;
		});
	}

	@Test
	void aPumpTakesOverFromOneThatStopped() {
		LedgerPump one = started();
		write(0, this.chain.created());
		awaitEntries(1);
		LedgerPump two = started();
		awaiting().until(() -> two.status().hosted() == 4);
		write(0, this.chain.toppedUp(1));
		awaitEntries(2);
		awaiting().until(() -> one.status().landed() + two.status().landed() == 2);
		(one.status().landed() == 2 ? one : two).stop();
		write(0, this.chain.toppedUp(1));
		awaitEntries(3);
	}

	@Test
	void aRefusedWalletKeepsNobodyWaitingAndLandsByItselfWhenTheDatabaseTakesIt() throws Exception {
		PatientDdl.refuseAbove(database.dataSource(), this.prefix, 4);
		EventChain neighbour = new EventChain("neighbour");
		LedgerPump pump = started(this.store, OPTIONS.withRefusedRetry(Duration.ofMillis(20)));
		write(0, neighbour.created(), this.chain.created(), this.chain.toppedUp(5));
		write(0, this.chain.toppedUp(7), neighbour.toppedUp(1));
		awaitEntries(3);
		awaiting().until(() -> pump.status().refused() == 2);
		write(0, this.chain.toppedUp(11));
		awaiting().until(() -> "3-0".equals(this.log.acknowledged(0)) && pump.status().refused() == 3);
		assertThat(pump.status()).returns(0, PumpStatus::blocked)
			.returns(0L, PumpStatus::errors)
			.returns(Duration.ZERO, PumpStatus::lag);
		assertThat(this.findings).singleElement().isInstanceOf(LedgerFinding.Refusal.class);
		PatientDdl.refuseNothing(database.dataSource(), this.prefix);
		awaitEntries(6);
		awaiting().until(() -> pump.status().refused() == 0);
		assertThat(this.store.wallet("w")).hasValueSatisfying((wallet) -> {
			assertThat(wallet).returns(4L, LedgerWallet::seq).returns(23L, (known) -> known.figures().granted());
		});
		assertThat(pump.status()).returns(6L, PumpStatus::landed).returns(0L, PumpStatus::repeats);
		assertThat(this.findings).hasSize(1);
	}

	@Test
	void nothingLandsInTheLedgerOfAnotherStore() {
		this.store.claim("another");
		write(0, this.chain.created());
		LedgerPump pump = started();
		awaiting().until(() -> pump.status().errors() > 2);
		assertThat(pump.status().lastError()).contains("ForeignLedgerException");
		assertThat(entries()).isZero();
		assertThat(this.log.acknowledged(0)).isEqualTo("0-0");
	}

	private LedgerPump started() {
		return started(this.store, OPTIONS);
	}

	private LedgerPump started(LedgerStore store, PumpOptions options) {
		LedgerPump pump = new LedgerPump(this.log, store, options, this.findings::add, Thread::new);
		this.pumps.add(pump);
		pump.start();
		return pump;
	}

	private void writeMany(int frames) {
		write(0, this.chain.created());
		IntStream.range(1, frames).forEach((frame) -> write(0, this.chain.toppedUp(1)));
	}

	private void write(int partition, WalletEvent... events) {
		this.log.write(partition, ++this.position, events);
	}

	private static void failIf(boolean broken) {
		if (broken) {
			throw new IllegalStateException("The database is down");
		}
	}

	private void awaitEntries(long count) {
		awaiting().untilAsserted(() -> assertThat(entries()).isEqualTo(count));
	}

	private long entries() {
		return new JdbcTemplate(database.dataSource()).queryForObject("select count(*) from " + this.prefix + "entries",
				Long.class);
	}

	private static ConditionFactory awaiting() {
		return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(5));
	}

}
