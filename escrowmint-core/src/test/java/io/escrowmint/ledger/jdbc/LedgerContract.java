package io.escrowmint.ledger.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import io.escrowmint.ledger.EventChain;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LandingResult.Landed;
import io.escrowmint.ledger.Ledger;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFilter;
import io.escrowmint.ledger.LedgerFormat;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerTotals;
import io.escrowmint.ledger.LedgerTotals.Movement;
import io.escrowmint.ledger.OperationKind;
import io.escrowmint.ledger.StatementPage;
import io.escrowmint.ledger.StatementRequest;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.model.WalletEvent.Claim;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What reading the ledger shows in every database.
 */
abstract class LedgerContract {

	private static final String SOURCE = "ledger";

	private static final int PAGE = 3;

	private static final Instant START = EventChain.START;

	private JdbcLedgerStore store;

	private Ledger ledger;

	private long landings;

	abstract DataSource dataSource();

	@BeforeEach
	void createTables() {
		String prefix = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		LedgerSchema.create(dataSource(), prefix);
		this.store = new JdbcLedgerStore(dataSource(), prefix);
		this.store.open(SOURCE, 1);
		this.ledger = new JdbcLedger(dataSource(), prefix, PAGE);
	}

	@Test
	void pagesFollowEachOtherWhileEntriesLand() {
		land(topUps("w", 1, 10));
		StatementPage first = this.ledger.statement(StatementRequest.of("w").limit(4));
		land(topUps("w", 11, 15));
		assertThat(first.next()).isEqualTo(new LedgerKey(0, 4));
		assertThat(seqs(pages(StatementRequest.of("w").limit(4).after(first.next()))))
			.containsExactlyElementsOf(seqs(5, 15));
		assertThat(first.entries()).extracting((entry) -> entry.event().after().granted())
			.containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void newestCanComeFirst() {
		land(topUps("w", 1, 9));
		assertThat(seqs(pages(StatementRequest.of("w").backwards().limit(2))))
			.isSortedAccordingTo((a, b) -> b.compareTo(a))
			.hasSize(9);
	}

	@Test
	void lastPageSaysSoAlsoWhenItIsFull() {
		land(topUps("w", 1, 4));
		assertThat(this.ledger.statement(StatementRequest.of("w").limit(4)).next()).isNull();
		assertThat(this.ledger.statement(StatementRequest.of("w").limit(3)).next()).isEqualTo(new LedgerKey(0, 3));
		assertThat(this.ledger.statement(StatementRequest.of("nobody"))).isEqualTo(new StatementPage(List.of(), null));
	}

	@Test
	void newLifeOfAWalletComesAfterTheOld() {
		land(topUps("w", 1, 3));
		land(List.of(event("w", 5, 1, EventType.REBUILT, 0, null), event("w", 5, 2, EventType.TOPPED_UP, 1, null)));
		assertThat(pages(StatementRequest.of("w").limit(2))).extracting(LedgerEntry::key)
			.containsExactly(new LedgerKey(0, 1), new LedgerKey(0, 2), new LedgerKey(0, 3), new LedgerKey(5, 1),
					new LedgerKey(5, 2));
		assertThat(pages(StatementRequest.of("w").limit(2).backwards())).extracting(LedgerEntry::key)
			.containsExactly(new LedgerKey(5, 2), new LedgerKey(5, 1), new LedgerKey(0, 3), new LedgerKey(0, 2),
					new LedgerKey(0, 1));
	}

	@Test
	void statementIsFilteredByTypeAndTime() {
		List<WalletEvent> events = new ArrayList<>();
		for (int seq = 1; seq <= 12; seq++) {
			events.add(event("w", 0, seq, (seq % 3 == 0) ? EventType.CONSUMED : EventType.TOPPED_UP, seq, null));
		}
		land(events);
		StatementRequest all = StatementRequest.of("w").limit(2);
		assertThat(seqs(pages(all.types(EventType.CONSUMED)))).containsExactly(3L, 6L, 9L, 12L);
		assertThat(seqs(pages(all.types(EventType.CONSUMED, EventType.TOPPED_UP)))).hasSize(12);
		assertThat(seqs(pages(all.types(EventType.EXPIRED)))).isEmpty();
		assertThat(seqs(pages(all.from(at(4)).until(at(7))))).containsExactly(4L, 5L, 6L);
		assertThat(seqs(pages(all.from(at(4).plusNanos(1)).until(at(7).plusNanos(1))))).containsExactly(5L, 6L, 7L);
		assertThat(seqs(pages(all.from(Instant.MIN).until(Instant.MAX)))).hasSize(12);
		assertThat(seqs(pages(all.types(EventType.CONSUMED).from(at(4)).backwards()))).containsExactly(12L, 9L, 6L);
	}

	@Test
	void namesAreComparedExactly() {
		List<String> names = List.of("a", "A", "a ", "\u00e4", "a\u0308", "%", "' or '1'='1", "\ud83d\ude00");
		names.forEach((name) -> land(topUps(name, 1, 1)));
		assertThat(names).allSatisfy((name) -> {
			assertThat(this.ledger.statement(StatementRequest.of(name)).entries())
				.extracting((entry) -> entry.event().wallet())
				.containsExactly(name);
			assertThat(this.ledger.totals(LedgerFilter.of(name)).all().entries()).isOne();
		});
	}

	@Test
	void operationIsFoundByItsKindAndId() {
		land(List.of(event("w", 0, 1, EventType.TOPPED_UP, 5, "id"), event("w", 0, 2, EventType.RESERVED, 0, "id"),
				event("w", 0, 3, EventType.COMMITTED, 0, "id"), event("w", 0, 4, EventType.RESERVED, 0, "ID"),
				event("w", 0, 5, EventType.LEASE_GRANTED, 0, "id")));
		land(List.of(event("v", 0, 1, EventType.TOPPED_UP, 5, "id")));
		assertThat(seqs(this.ledger.operation("w", OperationKind.OPERATION, "id"))).containsExactly(1L);
		assertThat(seqs(this.ledger.operation("w", OperationKind.RESERVATION, "id"))).containsExactly(2L, 3L);
		assertThat(seqs(this.ledger.operation("w", OperationKind.LEASE, "id"))).containsExactly(5L);
		assertThat(this.ledger.operation("w", OperationKind.OPERATION, "other")).isEmpty();
	}

	@Test
	void openHoldsComeWithTheirEntry() {
		Claim hold = new Claim(false, "h", true, 2, at(99), null, 0, 0, null);
		land(List.of(LedgerEntry.withOpen(event("w", 0, 1, EventType.SNAPSHOT, 0, null), List.of(hold)),
				event("w", 0, 2, EventType.TOPPED_UP, 1, null)));
		assertThat(this.ledger.statement(StatementRequest.of("w").limit(1)).entries().get(0).event().open())
			.containsExactly(hold);
		StringBuilder text = new StringBuilder();
		this.ledger.export(LedgerFilter.of("w"), LedgerFormat.JSON_LINES, text);
		assertThat(text.toString().lines()).first().asString().contains("\"open\":[{\"kind\":\"RESERVATION\"");
	}

	@Test
	void totalsAddUp() {
		land(topUps("w", 1, 4));
		land(List.of(event("w", 0, 5, EventType.WITHDRAWN, -2, null)));
		land(topUps("v", 1, 3));
		LedgerTotals totals = this.ledger.totals(LedgerFilter.of("w"));
		assertThat(totals.of(EventType.TOPPED_UP)).isEqualTo(new Movement(4, figures(4)));
		assertThat(totals.of(EventType.WITHDRAWN)).isEqualTo(new Movement(1, figures(-2)));
		assertThat(totals.of(EventType.CONSUMED)).isEqualTo(Movement.NONE);
		assertThat(totals.all()).isEqualTo(new Movement(5, figures(2)));
		assertThat(this.ledger.totals(LedgerFilter.all()).all()).isEqualTo(new Movement(8, figures(5)));
		assertThat(this.ledger.totals(LedgerFilter.all().from(at(4)).types(EventType.TOPPED_UP)).all().entries())
			.isOne();
		assertThat(this.ledger.totals(LedgerFilter.of("nobody")).all()).isEqualTo(Movement.NONE);
	}

	@Test
	void everythingIsReadOnceWalletByWallet() {
		List<String> wallets = List.of("big", "a", "a ", "B", "b ", "\ud83d\ude00", "z", "\u00e4");
		wallets.forEach((wallet) -> land(topUps(wallet, 1, wallet.equals("big") ? 2 * PAGE : 3)));
		List<String> read = new ArrayList<>();
		long count = this.ledger.read(LedgerFilter.all(),
				(entry) -> read.add(entry.event().wallet() + "/" + entry.event().seq()));
		assertThat(count).isEqualTo(2 * PAGE + 21);
		assertThat(read).doesNotHaveDuplicates().hasSize(2 * PAGE + 21);
		for (String wallet : wallets) {
			List<String> own = read.stream().filter((line) -> line.startsWith(wallet + "/")).toList();
			assertThat(own).containsExactlyElementsOf(
					LongStream.rangeClosed(1, own.size()).mapToObj((seq) -> wallet + "/" + seq).toList());
			assertThat(read.indexOf(wallet + "/" + own.size()) - read.indexOf(wallet + "/1")).isEqualTo(own.size() - 1);
		}
	}

	@Test
	void whatLandsWhileReadingIsReadAtMostOnce() {
		land(topUps("a", 1, PAGE));
		land(topUps("b", 1, 1));
		List<LedgerEntry> read = new ArrayList<>();
		this.ledger.read(LedgerFilter.all(), (entry) -> {
			read.add(entry);
			if (read.size() == PAGE) {
				land(topUps("a", PAGE + 1, PAGE + 2));
				land(topUps("c", 1, 1));
			}
		});
		assertThat(read).hasSize(PAGE + 4).doesNotHaveDuplicates();
	}

	@Test
	void readerThatFailsEndsTheReading() {
		land(topUps("w", 1, 5));
		List<LedgerEntry> read = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.read(LedgerFilter.of("w"), (entry) -> {
			read.add(entry);
			throw new IllegalStateException("enough");
		}));
		assertThat(read).hasSize(1);
	}

	@Test
	void exportIsFilteredToo() {
		land(topUps("w", 1, 5));
		land(topUps("v", 1, 5));
		StringBuilder csv = new StringBuilder();
		assertThat(this.ledger.export(LedgerFilter.of("w").from(at(4)), LedgerFormat.CSV, csv)).isEqualTo(2);
		assertThat(csv.toString().lines()).hasSize(3).last().asString().startsWith("\"w\",0,5,TOPPED_UP,");
	}

	private List<LedgerEntry> pages(StatementRequest request) {
		List<LedgerEntry> entries = new ArrayList<>();
		StatementPage page = this.ledger.statement(request);
		entries.addAll(page.entries());
		while (page.next() != null) {
			assertThat(page.entries()).hasSize(request.limit());
			page = this.ledger.statement(request.after(page.next()));
			entries.addAll(page.entries());
		}
		return entries;
	}

	private void land(List<WalletEvent> events) {
		long fence = this.store.positions(SOURCE).get(0).fence();
		List<Landing> landing = List
			.of(new Landing(0, fence, List.of(EventChain.frame(++this.landings, events.toArray(WalletEvent[]::new)))));
		assertThat(this.store.land(SOURCE, landing)).singleElement().isInstanceOf(Landed.class);
	}

	private static List<WalletEvent> topUps(String wallet, int first, int last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((seq) -> new WalletEvent(wallet, 0, seq, EventType.TOPPED_UP, at(seq), figures(1), figures(seq),
					null, false, null, null, null, null, false, null, null, null, List.of()))
			.toList();
	}

	private static WalletEvent event(String wallet, long epoch, long seq, EventType type, long change,
			@Nullable String id) {
		return new WalletEvent(wallet, epoch, seq, type, at(seq), figures(change), figures(100), id, true, null, null,
				null, null, false, null, null, null, List.of());
	}

	private static Figures figures(long granted) {
		return new Figures(granted, 0, 0, 0, granted, 0);
	}

	private static Instant at(long millis) {
		return START.plusMillis(millis);
	}

	private static List<Long> seqs(List<LedgerEntry> entries) {
		return entries.stream().map((entry) -> entry.event().seq()).toList();
	}

	private static List<Long> seqs(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toList();
	}

}
