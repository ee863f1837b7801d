package io.escrowmint.ledger.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.ledger.EventChain;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding.Divergence;
import io.escrowmint.ledger.LedgerFinding.Refusal;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerPosition;
import io.escrowmint.ledger.LedgerPreview;
import io.escrowmint.ledger.LedgerWallet;
import io.escrowmint.ledger.RefusedWallet;
import io.escrowmint.ledger.Relanding;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletEvent.Claim;
import io.escrowmint.store.EventFrame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of rows that the database refuses for good, in every database.
 */
abstract class RefusedEntriesContract {

	private static final String SOURCE = "ledger";

	private static final int PARTITION = 3;

	private static final String BAD = "bad";

	private final EventChain chain = new EventChain("wallet-" + UUID.randomUUID());

	private final EventChain neighbour = new EventChain("neighbour-" + UUID.randomUUID());

	private JdbcLedgerStore store;

	private JdbcTemplate jdbc;

	private String prefix;

	private long fence;

	private long position;

	abstract DataSource dataSource();

	/** Connections that wait for a lock no longer than they must. */
	abstract HikariDataSource impatient();

	/** Lets a trigger of the user's refuse entries with the operation id "bad". */
	abstract void addTrigger(JdbcTemplate jdbc, String entries);

	abstract void dropTrigger(JdbcTemplate jdbc, String entries);

	@BeforeEach
	void createTables() {
		this.prefix = "r" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		LedgerSchema.create(dataSource(), this.prefix);
		this.store = store(dataSource());
		this.jdbc = new JdbcTemplate(dataSource());
		this.store.open(SOURCE, 8);
	}

	@Test
	void aWalletWithARefusedRowIsSetAsideAndItsNeighboursLandAtOnce() {
		addConstraint();
		EventChain other = new EventChain("other-" + UUID.randomUUID());
		Landed landed = land(frame(this.neighbour.created(), this.chain.created()),
				frame(this.chain.toppedUp(5, BAD, null), other.created()),
				frame(this.neighbour.toppedUp(2), this.chain.toppedUp(1)));
		assertThat(landed).returns(3, Landed::events).returns(3, Landed::refused).returns(0, Landed::repeats);
		assertThat(landed.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.wallet()).isEqualTo(this.chain.wallet());
			assertThat(((Refusal) finding).sqlState()).startsWith("23");
			assertThat(((Refusal) finding).message()).isNotBlank().hasSizeLessThanOrEqualTo(240);
		});
		assertThat(this.store.positions(SOURCE)).contains(new LedgerPosition(PARTITION, "3-0", 1));
		assertThat(granted(this.neighbour)).isEqualTo(2);
		assertThat(this.store.wallet(other.wallet())).isPresent();
		assertThat(this.store.wallet(this.chain.wallet())).isEmpty();
		assertThat(seqs(this.chain)).isEmpty();
		assertThat(this.store.refused().count()).isEqualTo(3);
		assertThat(this.store.refused().wallets("", 10)).singleElement().satisfies((wallet) -> {
			assertThat(wallet).returns(this.chain.wallet(), RefusedWallet::wallet)
				.returns(PARTITION, RefusedWallet::partition)
				.returns(3L, RefusedWallet::entries)
				.returns(1L, (known) -> known.first().seq())
				.returns(1, RefusedWallet::attempts);
			assertThat(wallet.explanation()).contains("3 entries wait", "SQLState 23").doesNotContain("null");
		});
	}

	@Test
	void whatComesLaterOfThatWalletIsSetAsideBehindItAndAllLandsInOrderOnceTheDatabaseTakesIt() {
		addConstraint();
		land(frame(this.chain.created(), this.chain.toppedUp(3)));
		assertThat(land(frame(this.chain.toppedUp(5, BAD, null))).refused()).isEqualTo(1);
		Landed later = land(frame(this.chain.toppedUp(7), this.neighbour.created()), frame(this.chain.toppedUp(11)));
		assertThat(later).returns(1, Landed::events).returns(2, Landed::refused).returns(List.of(), Landed::findings);
		assertThat(seqs(this.chain)).containsExactly(1L, 2L);
		assertThat(granted(this.chain)).isEqualTo(3);
		assertThat(reland()).returns(0, Relanding::events).returns(3L, Relanding::left);
		dropConstraint();
		assertThat(reland()).returns(3, Relanding::events)
			.returns(0L, Relanding::left)
			.returns(null, Relanding::refusal)
			.returns(List.of(), Relanding::findings);
		assertThat(seqs(this.chain)).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(granted(this.chain)).isEqualTo(26);
		assertThat(this.store.refused().count()).isZero();
		assertThat(reland()).returns(false, Relanding::hasMoved).returns(0L, Relanding::left);
		assertThat(land(frame(this.chain.toppedUp(1)))).returns(1, Landed::events).returns(0, Landed::refused);
		assertThat(granted(this.chain)).isEqualTo(27);
	}

	@Test
	void whatATriggerOfTheUsersRefusesIsSetAside() {
		String entries = this.prefix + "entries";
		addTrigger(this.jdbc, entries);
		Landed landed = land(frame(this.neighbour.created(), this.chain.created(), this.chain.toppedUp(5, BAD, null)));
		assertThat(landed).returns(1, Landed::events).returns(2, Landed::refused);
		assertThat(this.store.refused().wallets("", 1).get(0).message()).contains("not in my ledger");
		dropTrigger(this.jdbc, entries);
		assertThat(reland()).returns(2, Relanding::events).returns(0L, Relanding::left);
	}

	@Test
	void whatIsRefusedOfTheWalletsRowIsSetAsideToo() {
		this.jdbc.execute(
				"alter table " + this.prefix + "wallets add constraint " + this.prefix + "poor check (granted < 100)");
		Landed landed = land(frame(this.chain.created(), this.chain.toppedUp(100), this.neighbour.created()));
		assertThat(landed).returns(1, Landed::events).returns(2, Landed::refused);
		assertThat(seqs(this.chain)).isEmpty();
		assertThat(seqs(this.neighbour)).containsExactly(1L);
	}

	@Test
	void whatComesBeforeTheRefusedEntryLandsAndTheDatabaseIsQuotedOnThatOne() {
		addConstraint();
		List<WalletEvent> events = new ArrayList<>(List.of(this.chain.created()));
		IntStream.range(0, 30).forEach((index) -> events.add(this.chain.toppedUp(1)));
		events.add(this.chain.toppedUp(1, BAD, null));
		events.add(this.chain.toppedUp(1));
		land(frame(events.toArray(WalletEvent[]::new)));
		Relanding result = reland();
		assertThat(result).returns(31, Relanding::events).returns(2L, Relanding::left);
		assertThat(result.refusal()).isNotNull().returns(32L, (refusal) -> refusal.arrived().event().seq());
		assertThat(granted(this.chain)).isEqualTo(30);
		assertThat(reland()).returns(0, Relanding::events).returns(2L, Relanding::left);
		assertThat(this.store.refused().wallets("", 10)).singleElement().satisfies((wallet) -> {
			assertThat(wallet.first().seq()).isEqualTo(32);
			assertThat(wallet.attempts()).isEqualTo(2);
			assertThat(wallet.sqlState()).startsWith("23");
			assertThat(wallet.tried()).isAfterOrEqualTo(wallet.since());
		});
	}

	@Test
	void aSetAsideEntryLosesNothing() {
		addConstraint();
		Claim hold = new Claim(false, "r \u0001\"\\", true, 3, EventChain.START.plusSeconds(9), null, 0, 0, null);
		Claim lease = new Claim(true, "l\ud83d\ude00", false, 9, EventChain.START.plusSeconds(8), "o", 2, 3,
				LeaseExpiry.BURN);
		List<WalletEvent> events = List.of(this.chain.skip(7, 7).snapshot(hold, lease),
				this.chain.toppedUp(5, BAD, "note: \"%\" | \u00e9 \ud83d\ude00\n\\".repeat(10)));
		land(frame(events.toArray(WalletEvent[]::new)));
		assertThat(preview().entries()).extracting(LedgerEntry::event).containsExactlyElementsOf(events);
		dropConstraint();
		reland();
		List<LedgerEntry> landed = this.store.entries(this.chain.wallet(), LedgerKey.BEGINNING, 9);
		assertThat(landed).hasSize(2);
		assertThat(landed.get(0).event().open()).containsExactlyInAnyOrder(hold, lease);
		assertThat(landed.get(1).event()).isEqualTo(events.get(1));
	}

	@Test
	void whatIsReadAgainIsSetAsideOnceAndARepeatOnceItHasLanded() {
		addConstraint();
		List<EventFrame> frames = List.of(frame(this.chain.created(), this.chain.toppedUp(5, BAD, null)),
				frame(this.chain.toppedUp(1)));
		land(frames);
		assertThat(land(frames)).returns(0, Landed::refused).returns(3, Landed::repeats);
		assertThat(this.store.refused().count()).isEqualTo(3);
		dropConstraint();
		assertThat(reland().events()).isEqualTo(3);
		assertThat(land(frames)).returns(3, Landed::repeats).returns(List.of(), Landed::findings);
	}

	@Test
	void whatContradictsARefusedEntryIsADivergenceWhenItLandsAndIsKnownBefore() {
		addConstraint();
		land(frame(this.chain.created(), this.chain.toppedUp(5, BAD, null)));
		WalletEvent other = this.chain.back(1, 5).toppedUp(50);
		land(frame(other));
		assertThat(preview()).returns(true, (preview) -> preview.wallet().diverged())
			.returns(List.of(other),
					(preview) -> preview.divergences().stream().map((found) -> found.arrived().event()).toList());
		dropConstraint();
		assertThat(reland().findings()).singleElement().isInstanceOf(Divergence.class);
		assertThat(granted(this.chain)).isEqualTo(5);
		assertThat(this.store.divergences(this.chain.wallet(), 0, 9)).hasSize(1);
	}

	@Test
	void thePreviewIsWhatTheLedgerWillSay() {
		addConstraint();
		land(frame(this.chain.created(), this.chain.toppedUp(3)), frame(this.chain.toppedUp(5, BAD, null)),
				frame(this.chain.toppedUp(7)));
		assertThat(this.store.refused().preview(this.neighbour.wallet())).isEmpty();
		LedgerPreview preview = preview();
		dropConstraint();
		reland();
		assertThat(this.store.wallet(this.chain.wallet())).contains(preview.wallet());
		assertThat(preview.entries()).hasSize(4);
		assertThat(this.store.refused().preview(this.chain.wallet())).isEmpty();
	}

	@Test
	void aDryRunSaysWhatWouldLandAndKeepsNothing() {
		addConstraint();
		land(frame(this.chain.created(), this.chain.toppedUp(5, BAD, null)));
		assertThat(this.store.refused().reland(this.chain.wallet(), true).refusal()).isNotNull();
		assertThat(this.store.refused().wallets("", 1).get(0).attempts()).isEqualTo(1);
		dropConstraint();
		assertThat(this.store.refused().reland(this.chain.wallet(), true)).returns(2, Relanding::events)
			.returns(null, Relanding::refusal);
		assertThat(seqs(this.chain)).isEmpty();
		assertThat(this.store.refused().count()).isEqualTo(2);
	}

	@Test
	void aCommitThatFailsLeavesNothingHalf() {
		addConstraint();
		FailingCommits failing = new FailingCommits(dataSource());
		JdbcLedgerStore broken = store(failing);
		EventFrame frame = frame(this.neighbour.created(), this.chain.created(), this.chain.toppedUp(5, BAD, null));
		failing.fail(true);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> broken.land(SOURCE, List.of(landing(frame))));
		assertThat(this.store.refused().count()).isZero();
		assertThat(seqs(this.neighbour)).isEmpty();
		assertThat(this.store.positions(SOURCE)).contains(new LedgerPosition(PARTITION, "0-0", 0));
		assertThat(land(frame)).returns(1, Landed::events).returns(2, Landed::refused);
		dropConstraint();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> broken.refused().reland(this.chain.wallet(), false));
		assertThat(this.store.refused().count()).isEqualTo(2);
		assertThat(seqs(this.chain)).isEmpty();
		failing.fail(false);
		assertThat(broken.refused().reland(this.chain.wallet(), false).events()).isEqualTo(2);
		assertThat(seqs(this.chain)).containsExactly(1L, 2L);
	}

	@Test
	void whoeverIsTryingAWalletIsLeftToIt() {
		addConstraint();
		land(frame(this.chain.created(), this.chain.toppedUp(5, BAD, null)));
		dropConstraint();
		new TransactionTemplate(new JdbcTransactionManager(dataSource())).executeWithoutResult((status) -> {
			this.jdbc.queryForList("select * from " + this.prefix + "refused where wallet = ? and place = 1 for update",
					this.chain.wallet());
			assertThat(reland()).returns(false, Relanding::hasMoved).returns(2L, Relanding::left);
		});
		assertThat(reland().events()).isEqualTo(2);
	}

	@Test
	void aLockThatIsNotFreeInTimeSetsNothingAside() {
		land(frame(this.chain.created()));
		EventFrame frame = frame(this.chain.toppedUp(1));
		try (HikariDataSource impatient = impatient()) {
			new TransactionTemplate(new JdbcTransactionManager(dataSource())).executeWithoutResult((status) -> {
				this.jdbc.update("update " + this.prefix + "wallets set granted = granted where wallet = ?",
						this.chain.wallet());
				assertThatExceptionOfType(DataAccessException.class)
					.isThrownBy(() -> store(impatient).land(SOURCE, List.of(landing(frame))));
			});
		}
		assertThat(this.store.refused().count()).isZero();
		assertThat(land(frame)).returns(1, Landed::events);
	}

	@Test
	void oneOfHundredsOfWalletsIsFoundAndTheOthersLand() {
		addConstraint();
		List<WalletEvent> events = new ArrayList<>(List.of(this.chain.created()));
		IntStream.range(0, 299)
			.forEach((index) -> events.add(new EventChain(this.neighbour.wallet() + index).created()));
		events.add(150, this.chain.toppedUp(5, BAD, null));
		assertThat(land(frame(events.toArray(WalletEvent[]::new)))).returns(299, Landed::events)
			.returns(2, Landed::refused);
	}

	void addConstraint() {
		this.jdbc.execute("alter table " + this.prefix + "entries add constraint " + this.prefix
				+ "good check (operation_id is null or operation_id <> 'bad')");
	}

	private void dropConstraint() {
		this.jdbc.execute("alter table " + this.prefix + "entries drop constraint " + this.prefix + "good");
	}

	JdbcLedgerStore store(DataSource source) {
		return new JdbcLedgerStore(source, this.prefix);
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	String prefix() {
		return this.prefix;
	}

	EventChain chain() {
		return this.chain;
	}

	EventChain neighbour() {
		return this.neighbour;
	}

	Landing landing(EventFrame... frames) {
		return new Landing(PARTITION, this.fence, List.of(frames));
	}

	EventFrame frame(WalletEvent... events) {
		return EventChain.frame(++this.position, events);
	}

	Landed land(EventFrame... frames) {
		return land(List.of(frames));
	}

	private Landed land(List<EventFrame> frames) {
		LandingResult result = this.store.land(SOURCE, List.of(new Landing(PARTITION, this.fence, frames))).get(0);
		assertThat(result).isInstanceOf(Landed.class);
		this.fence = ((Landed) result).position().fence();
		return (Landed) result;
	}

	Relanding reland() {
		return this.store.refused().reland(this.chain.wallet(), false);
	}

	private LedgerPreview preview() {
		return this.store.refused().preview(this.chain.wallet()).orElseThrow();
	}

	List<Long> seqs(EventChain chain) {
		return this.store.entries(chain.wallet(), LedgerKey.BEGINNING, 2000)
			.stream()
			.map((entry) -> entry.event().seq())
			.toList();
	}

	private long granted(EventChain chain) {
		return this.store.wallet(chain.wallet()).map(LedgerWallet::figures).orElseThrow().granted();
	}

	static HikariDataSource impatient(String url, String statement) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setMaximumPoolSize(2);
		pool.setConnectionInitSql(statement);
		return pool;
	}

}
