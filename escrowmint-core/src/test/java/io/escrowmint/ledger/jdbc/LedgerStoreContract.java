package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.escrowmint.ledger.EventChain;
import io.escrowmint.ledger.ForeignLedgerException;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerFinding.Divergence.Reason;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.LedgerSchemaException;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.model.Charge;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletEvent.Claim;
import io.escrowmint.store.EventFrame;
import io.escrowmint.testing.ManualCommits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the ledger does in every database.
 */
abstract class LedgerStoreContract {

	private static final String SOURCE = "ledger";

	private static final int PARTITION = 3;

	private final String wallet = "wallet-" + UUID.randomUUID();

	private final EventChain chain = new EventChain(this.wallet);

	private JdbcLedgerStore store;

	private JdbcTemplate jdbc;

	private String prefix;

	private long fence;

	private long position;

	abstract DataSource dataSource();

	@BeforeEach
	void createTables() {
		this.prefix = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		LedgerSchema.create(dataSource(), this.prefix);
		this.store = new JdbcLedgerStore(dataSource(), this.prefix);
		this.jdbc = new JdbcTemplate(dataSource());
		this.store.open(SOURCE, 8);
	}

	@Test
	void tablesAreCreatedOnceAndCheckedByVersion() {
		LedgerSchema.create(dataSource(), this.prefix);
		this.store.check();
		JdbcLedgerStore elsewhere = new JdbcLedgerStore(dataSource(), "nowhere_");
		assertThatExceptionOfType(LedgerSchemaException.class).isThrownBy(elsewhere::check)
			.satisfies((ex) -> assertThat(ex.found()).isZero());
		this.jdbc.update("delete from " + this.prefix + "ledger_schema");
		assertThatExceptionOfType(LedgerSchemaException.class).isThrownBy(this.store::check);
	}

	@Test
	void itIsTheLedgerOfOneStoreForGood() {
		this.store.claim("one");
		this.store.claim("one");
		JdbcLedgerStore again = new JdbcLedgerStore(dataSource(), this.prefix);
		again.claim("one");
		for (String other : List.of("another", "One", "one ")) {
			assertThatExceptionOfType(ForeignLedgerException.class).isThrownBy(() -> again.claim(other))
				.returns("one", ForeignLedgerException::owner)
				.returns(other, ForeignLedgerException::store)
				.returns(this.prefix + "ledger_store", ForeignLedgerException::table);
		}
	}

	@Test
	void ofManyStoresThatClaimItAtOnceOneSucceeds() {
		List<CompletableFuture<Boolean>> claims = IntStream.range(0, 8)
			.mapToObj((number) -> CompletableFuture.supplyAsync(() -> isClaimed("store-" + number)))
			.toList();
		assertThat(claims.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
	}

	private boolean isClaimed(String name) {
		try {
			this.store.claim(name);
			return true;
		}
		catch (ForeignLedgerException ex) {
			return false;
		}
	}

	@Test
	void openingAgainKeepsPositions() {
		land(this.chain.created());
		this.store.open(SOURCE, 8);
		assertThat(this.store.positions(SOURCE)).hasSize(8)
			.contains(new LedgerPosition(PARTITION, "1-0", 1), new LedgerPosition(0, "0-0", 0));
		this.store.open(SOURCE, 10);
		assertThat(this.store.positions(SOURCE)).hasSize(10);
		assertThat(this.store.positions("another")).isEmpty();
	}

	@Test
	void everyFieldComesBackAsItWent() {
		List<WalletEvent> events = new ArrayList<>(List.of(this.chain.created(), full(2), sparse(3)));
		land(events.toArray(WalletEvent[]::new));
		List<LedgerEntry> entries = entries();
		assertThat(entries).extracting(LedgerEntry::event).containsExactlyElementsOf(events);
		assertThat(entries).allSatisfy((entry) -> {
			assertThat(entry.partition()).isEqualTo(PARTITION);
			assertThat(entry.position()).isEqualTo("1-0");
			assertThat(entry.landedAt()).isBeforeOrEqualTo(Instant.now());
		});
	}

	@Test
	void namesAreComparedExactly() {
		List<String> names = List.of("a", "A", "a ", "a  ", " a", "ä", "a\u0308", "\ud83d\ude00", "%", "a'b\"\\c",
				"NULL", "{a,\"b\"}", "\u00df", "ss", "\ud83d\ude00".repeat(64), "x".repeat(256));
		List<WalletEvent> events = names.stream()
			.map((name) -> new EventChain(this.wallet.substring(0, 0) + name))
			.map(EventChain::created)
			.toList();
		assertThat(land(events.toArray(WalletEvent[]::new)).events()).isEqualTo(names.size());
		for (String name : names) {
			assertThat(this.store.entries(name, LedgerKey.BEGINNING, 10)).as(name)
				.extracting((entry) -> entry.event().wallet())
				.containsExactly(name);
			assertThat(this.store.wallet(name)).hasValueSatisfying((found) -> {
				assertThat(found.wallet()).isEqualTo(name);
			});
		}
		List<String> found = new ArrayList<>();
		for (List<LedgerWallet> page = this.store.wallets("", 3); !page.isEmpty(); page = this.store
			.wallets(found.get(found.size() - 1), 3)) {
			page.forEach((wallet) -> found.add(wallet.wallet()));
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void aNoteWithACharacterThatADatabaseRefusesIsKeptWithoutIt() {
		WalletEvent event = this.chain.toppedUp(1, "k", "be\0fore");
		this.chain.back(1, 1);
		WalletEvent first = this.chain.skip(0, 0).snapshot();
		land(first);
		land(frame(this.chain.toppedUp(1, "k", "be\0fore")));
		assertThat(entries().get(1).event().note()).isEqualTo("be\u2400fore");
		assertThat(event.note()).contains("\0");
	}

	@Test
	void theWalletIsWhatItsLastEntrySays() {
		assertThat(this.store.wallet(this.wallet)).isEmpty();
		land(this.chain.created(), this.chain.toppedUp(5), this.chain.toppedUp(6));
		assertThat(this.store.wallet(this.wallet))
			.contains(new LedgerWallet(this.wallet, EventChain.START.toEpochMilli(), 3, EventChain.START.plusMillis(3),
					new Figures(11, 0, 0, 0, 11, 0), false, PARTITION));
	}

	@Test
	void manyRowsLandInOrderWhateverTheirNumber() {
		List<WalletEvent> events = new ArrayList<>(List.of(this.chain.created()));
		IntStream.range(0, 1100).forEach((index) -> events.add(this.chain.toppedUp(1)));
		List<EventFrame> frames = EventChain.frames(1, events);
		assertThat(land(frames).events()).isEqualTo(1101);
		assertThat(this.store.entries(this.wallet, LedgerKey.BEGINNING, 2000))
			.extracting((entry) -> entry.event().seq())
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 1101).mapToObj((seq) -> (long) seq).toList());
		assertThat(this.store.entries(this.wallet, new LedgerKey(EventChain.START.toEpochMilli(), 400), 10))
			.extracting((entry) -> entry.event().seq())
			.containsExactly(401L, 402L, 403L, 404L, 405L, 406L, 407L, 408L, 409L, 410L);
	}

	@Test
	void manyWalletsLandAtOnce() {
		List<WalletEvent> events = IntStream.range(0, 1100)
			.mapToObj((index) -> new EventChain(this.wallet + index).created())
			.toList();
		assertThat(land(EventChain.frames(1, events)).events()).isEqualTo(1100);
		assertThat(land(EventChain.frames(1, events))).satisfies((again) -> {
			assertThat(again.events()).isZero();
			assertThat(again.repeats()).isEqualTo(1100);
		});
		assertThat(this.store.wallets("", 2000)).hasSize(1100);
	}

	@Test
	void repeatsAreSkippedAndCounted() {
		List<WalletEvent> events = List.of(this.chain.created(), this.chain.toppedUp(1, "k", "n"), full(3));
		land(EventChain.frames(1, events));
		List<EventFrame> again = new ArrayList<>(EventChain.frames(101, events));
		again.add(EventChain.frame(104, this.chain.skip(1, 0).toppedUp(1)));
		Landed landed = land(again);
		assertThat(landed).returns(1, Landed::events).returns(3, Landed::repeats);
		assertThat(entries()).hasSize(4);
		assertThat(entries().get(0).position()).isEqualTo("1-0");
	}

	@Test
	void aRepeatIsFoundThoughTheWalletsRowIsLost() {
		List<WalletEvent> events = List.of(this.chain.created(), this.chain.toppedUp(1));
		land(EventChain.frames(1, events));
		this.jdbc.update("delete from " + this.prefix + "wallets");
		assertThat(land(EventChain.frames(1, events))).returns(2, Landed::repeats).returns(0, Landed::events);
		assertThat(this.store.wallet(this.wallet)).hasValueSatisfying((wallet) -> {
			assertThat(wallet.seq()).isEqualTo(2);
		});
	}

	@Test
	void otherContentUnderTheSameNumberIsADivergence() {
		land(this.chain.created(), this.chain.toppedUp(5), this.chain.toppedUp(6));
		WalletEvent other = this.chain.back(1, 6).toppedUp(60, "other", null);
		WalletEvent after = this.chain.toppedUp(1);
		EventChain neighbour = new EventChain(this.wallet + "-neighbour");
		Landed landed = land(frame(other, after, neighbour.created()));
		assertThat(landed).returns(1, Landed::events).returns(0, Landed::repeats);
		assertThat(landed.findings()).hasSize(2)
			.allSatisfy((finding) -> assertThat(finding.wallet()).isEqualTo(this.wallet));
		Divergence first = (Divergence) landed.findings().get(0);
		assertThat(first.arrived().event()).isEqualTo(other);
		assertThat(first.landed()).isNotNull().returns(6L, (entry) -> entry.event().change().granted());
		assertThat(first.reason()).isEqualTo(Reason.OTHER_CONTENT);
		assertThat(((Divergence) landed.findings().get(1)).reason()).isEqualTo(Reason.AFTER_DIVERGENCE);
		assertThat(entries()).hasSize(3);
		assertThat(this.store.wallet(this.wallet)).hasValueSatisfying((wallet) -> {
			assertThat(wallet).returns(3L, LedgerWallet::seq).returns(true, LedgerWallet::diverged);
		});
		assertThat(this.store.divergences(this.wallet, 0, 10)).extracting((found) -> found.arrived().event())
			.containsExactly(other, after);
	}

	@Test
	void aDivergenceThatComesAgainIsKeptOnce() {
		land(this.chain.created(), this.chain.toppedUp(5));
		WalletEvent other = this.chain.back(1, 5).toppedUp(50);
		land(other);
		land(frame(other, other));
		assertThat(this.store.divergences(this.wallet, 0, 10)).hasSize(1);
		assertThat(this.store.divergences(this.wallet, 1, 10)).isEmpty();
	}

	@Test
	void anotherTimeAloneIsADivergence() {
		WalletEvent event = this.chain.created();
		land(event);
		WalletEvent later = new WalletEvent(event.wallet(), event.epoch(), event.seq(), event.type(),
				event.time().plusMillis(1), event.change(), event.after(), event.id(), event.callerNamed(),
				event.owner(), event.expiresAt(), event.asked(), event.charged(), event.late(), event.original(),
				event.requestId(), event.note(), event.open());
		assertThat(land(later).findings()).singleElement().isInstanceOf(Divergence.class);
	}

	@Test
	void aRebuildBeginsANewLifeThatHasNotDiverged() {
		land(this.chain.created(), this.chain.toppedUp(5));
		land(this.chain.back(1, 5).toppedUp(50));
		WalletEvent late = this.chain.toppedUp(7);
		this.chain.back(2, 52);
		Claim hold = new Claim(false, "r", true, 3, EventChain.START.plusSeconds(9), null, 0, 0, null);
		Landed landed = land(frame(this.chain.rebuilt(hold), this.chain.toppedUp(1), late));
		assertThat(landed.events()).isEqualTo(2);
		assertThat(landed.findings()).singleElement()
			.satisfies((finding) -> assertThat(((Divergence) finding).reason()).isEqualTo(Reason.OLD_EPOCH));
		assertThat(this.store.wallet(this.wallet)).hasValueSatisfying((wallet) -> {
			assertThat(wallet).returns(2L, LedgerWallet::seq).returns(false, LedgerWallet::diverged);
		});
		assertThat(entries()).extracting((entry) -> entry.event().seq()).containsExactly(1L, 2L, 1L, 2L);
		assertThat(entries().get(2).event().open()).containsExactly(hold);
	}

	@Test
	void aGapIsReportedAndLandingGoesOn() {
		land(this.chain.created());
		WalletEvent next = this.chain.skip(2, 20).toppedUp(1);
		Landed landed = land(next);
		assertThat(landed.events()).isEqualTo(1);
		assertThat(landed.findings()).singleElement().isInstanceOf(LedgerFinding.Gap.class);
		assertThat(land(this.chain.toppedUp(1)).findings()).isEmpty();
		assertThat(this.store.wallet(this.wallet)).hasValueSatisfying((wallet) -> {
			assertThat(wallet.figures()).isEqualTo(new Figures(22, 0, 0, 0, 22, 0));
		});
	}

	@Test
	void whatComesFirstOfAWalletInMidLifeIsAGap() {
		assertThat(land(this.chain.skip(7, 7).toppedUp(1)).findings()).singleElement()
			.satisfies((finding) -> assertThat(((LedgerFinding.Gap) finding).before()).isNull());
	}

	@Test
	void aSnapshotOpensAndResumesAWallet() {
		Claim hold = new Claim(false, "r", true, 3, EventChain.START.plusSeconds(9), null, 0, 0, null);
		Claim lease = new Claim(true, "r", false, 9, EventChain.START.plusSeconds(8), "o", 2, 3, LeaseExpiry.BURN);
		assertThat(land(this.chain.skip(7, 7).snapshot(hold, lease)).findings()).isEmpty();
		WalletEvent resumed = this.chain.skip(3, 100).snapshot(lease);
		assertThat(land(resumed, this.chain.toppedUp(1)).findings()).isEmpty();
		assertThat(entries().get(0).event().open()).containsExactlyInAnyOrder(hold, lease);
		assertThat(entries().get(1).event().open()).containsExactly(lease);
		assertThat(land(resumed)).returns(1, Landed::repeats).returns(List.of(), Landed::findings);
		assertThat(land(LedgerEntry.withOpen(resumed, List.of(hold))).findings()).singleElement()
			.isInstanceOf(Divergence.class);
	}

	@Test
	void figuresThatDoNotFollowAreReported() {
		land(this.chain.created());
		assertThat(land(this.chain.skip(0, 20).toppedUp(1)).findings()).singleElement()
			.isInstanceOf(LedgerFinding.Break.class);
	}

	@Test
	void ofTwoWhoKnowTheSameFenceOneLands() {
		land(this.chain.created());
		List<EventFrame> frames = List.of(EventChain.frame(9, this.chain.toppedUp(1)));
		assertThat(this.store.land(SOURCE, List.of(new Landing(PARTITION, this.fence, frames)))).singleElement()
			.isInstanceOf(Landed.class);
		assertThat(this.store.land(SOURCE, List.of(new Landing(PARTITION, this.fence, frames))))
			.containsExactly(new LandingResult.Elsewhere(PARTITION));
		assertThat(entries()).hasSize(2);
	}

	@Test
	void whatWasReadBeforeARetractionDoesNotLand() {
		land(this.chain.created());
		List<EventFrame> frames = List.of(EventChain.frame(9, this.chain.toppedUp(1)));
		this.store.retract(SOURCE, PARTITION);
		assertThat(this.store.land(SOURCE, List.of(new Landing(PARTITION, this.fence, frames))))
			.containsExactly(new LandingResult.Elsewhere(PARTITION));
		long next = this.store.positions(SOURCE).get(PARTITION).fence();
		assertThat(this.store.land(SOURCE, List.of(new Landing(PARTITION, next, frames)))).singleElement()
			.isInstanceOf(Landed.class);
	}

	@Test
	void aRetractionIsCommittedWhateverThePoolDoes() {
		land(this.chain.created());
		new JdbcLedgerStore(new ManualCommits(dataSource()), this.prefix).retract(SOURCE, PARTITION);
		assertThat(this.store.positions(SOURCE).get(PARTITION).fence()).isGreaterThan(this.fence);
	}

	@Test
	void aPartitionThatSomebodyElseHasLockedIsLeftToThem() {
		TransactionTemplate other = new TransactionTemplate(new JdbcTransactionManager(dataSource()));
		EventChain neighbour = new EventChain(this.wallet + "-neighbour");
		List<Landing> both = List.of(new Landing(PARTITION, 0, List.of(EventChain.frame(1, this.chain.created()))),
				new Landing(PARTITION + 1, 0, List.of(EventChain.frame(1, neighbour.created()))));
		List<LandingResult> results = other.execute((status) -> {
			this.jdbc.queryForList("select * from " + this.prefix
					+ "positions where (source, partition_no) in (('ledger', 3)) for update");
			return this.store.land(SOURCE, both);
		});
		assertThat(results.get(0)).isEqualTo(new LandingResult.Elsewhere(PARTITION));
		assertThat(results.get(1)).isInstanceOf(Landed.class);
		assertThat(entries()).isEmpty();
	}

	@Test
	void whatTheDatabaseRefusesDoesNotKeepOtherPartitionsFromLanding() {
		WalletEvent tooLong = new EventChain("x".repeat(300)).created();
		List<LandingResult> results = this.store.land(SOURCE,
				List.of(new Landing(1, 0, List.of(EventChain.frame(1, tooLong))),
						new Landing(PARTITION, 0, List.of(EventChain.frame(1, this.chain.created())))));
		assertThat(results.get(0)).isInstanceOf(LandingResult.Refused.class);
		assertThat(results.get(1)).isInstanceOf(Landed.class);
		assertThat(this.store.positions(SOURCE)).contains(new LedgerPosition(1, "0-0", 0),
				new LedgerPosition(PARTITION, "1-0", 1));
	}

	@Test
	void nothingLandsIfTheTransactionFails() {
		this.jdbc.execute("drop table " + this.prefix + "wallets");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> land(this.chain.created()));
		assertThat(this.jdbc.queryForObject("select count(*) from " + this.prefix + "entries", Long.class)).isZero();
		assertThat(this.store.positions(SOURCE)).contains(new LedgerPosition(PARTITION, "0-0", 0));
	}

	private WalletEvent full(long seq) {
		return new WalletEvent(this.wallet, EventChain.START.toEpochMilli(), seq, EventType.REFUNDED,
				EventChain.START.plusMillis(seq), new Figures(-1, -2, -3, -4, -5, -6),
				new Figures(Limits.MAX_CREDITS, 2, 3, 4, 5, 6), "id \ud83d\ude00 ", true, "owner",
				EventChain.START.plusSeconds(5), 7L, 8L, true, new Charge.OfReservation("res"), "request '1' ",
				"note: \"%\" | \u00e9 \ud83d\ude00\n".repeat(14), List.of());
	}

	private WalletEvent sparse(long seq) {
		return new WalletEvent(this.wallet, EventChain.START.toEpochMilli(), seq, EventType.LEASE_EXPIRED,
				EventChain.START.plusMillis(seq), Figures.ZERO, Figures.ZERO, "l", false, null, null, null, null, false,
				new Charge.OfConsume("key"), null, null, List.of());
	}

	private List<LedgerEntry> entries() {
		return this.store.entries(this.wallet, LedgerKey.BEGINNING, 1000);
	}

	private EventFrame frame(WalletEvent... events) {
		return EventChain.frame(++this.position, events);
	}

	private Landed land(WalletEvent... events) {
		return land(frame(events));
	}

	private Landed land(EventFrame frame) {
		return land(List.of(frame));
	}

	private Landed land(List<EventFrame> frames) {
		LandingResult result = this.store.land(SOURCE, List.of(new Landing(PARTITION, this.fence, frames))).get(0);
		assertThat(result).isInstanceOf(Landed.class);
		this.fence = ((Landed) result).position().fence();
		return (Landed) result;
	}

}
