package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.testing.ManualCommits;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.XReadArgs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Processors that commit in a database, and listeners that remember in it, on every
 * database.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlStreamContract {

	final TestDatabase database;

	private final String platform;

	StreamRig rig;

	JdbcTemplate jdbc;

	private TransactionTemplate transactions;

	private SqlStreamStore store;

	SqlStreamContract(TestDatabase database, String platform) {
		this.database = database;
		this.platform = platform;
	}

	@BeforeAll
	void createTables() {
		this.jdbc = new JdbcTemplate(this.database.dataSource());
		ClassPathResource schema = new ClassPathResource("schema-" + this.platform + ".sql", SqlStreamStore.class);
		// twice: an application that starts again finds its tables
		new ResourceDatabasePopulator(schema, schema).execute(this.database.dataSource());
		this.jdbc.execute("create table landed (number bigint not null, holder varchar(100) not null)");
		this.transactions = new TransactionTemplate(new JdbcTransactionManager(this.database.dataSource()));
		this.store = new SqlStreamStore(this.database.dataSource(), this.transactions);
	}

	@AfterAll
	void drop() {
		this.database.close();
	}

	@BeforeEach
	void open() {
		this.rig = StreamRig.shared();
	}

	@AfterEach
	void close() throws Exception {
		this.rig.close();
	}

	ProcessorDefinition landing(StreamRig.Check check) {
		return ProcessorDefinition.of("landing-" + this.rig.prefix(), this.rig.in(), Tally.class, Numeral.class,
				(tally, number, tx) -> {
					land(number.value());
					check.accept(number.value());
					return Tally.add(tally, number.value());
				});
	}

	void land(long number) {
		this.jdbc.update("insert into landed (number, holder) values (?, ?)", number, this.rig.prefix());
	}

	List<Long> landed() {
		return landed(this.rig);
	}

	private List<Long> landed(StreamRig rig) {
		return this.jdbc.queryForList("select number from landed where holder = ? order by number", Long.class,
				rig.prefix());
	}

	private StreamContainer start(ProcessorDefinition definition, StreamOptions options, StreamListener listener) {
		return this.rig.start(this.rig.streams().processor(definition, this.store, options, listener));
	}

	@Test
	void eachMessageLandsOnceAndPoisonAlone() {
		ProcessorDefinition landing = landing((number) -> {
			if (number == 7) {
				throw new IllegalStateException("seven");
			}
		});
		this.rig.add(1, 20);
		this.rig.addPayload("no json");
		this.rig.add(21, 30);
		StreamContainer container = start(landing, QUICK, StreamListener.NONE);
		await().until(() -> landed().size() == 29);
		assertThat(landed()).isEqualTo(StreamRig.numbers(1, 30).stream().filter((number) -> number != 7).toList());
		DeadLetters dead = this.rig.streams().deadLetters(landing, this.store);
		await().until(() -> dead.list(null, 10).size() == 2);
		assertThat(dead.list(null, 10)).extracting(DeadLetter::message).first().isEqualTo("seven");
		assertThat(dead.list(null, 1)).hasSize(1);
		assertThat(dead.replay(dead.list(null, 1).get(0).id())).isTrue();
		await().until(() -> dead.list(null, 10).size() == 2);
		assertThat(dead.discard(dead.list(null, 10).get(0).id())).isTrue();
		assertThat(dead.list(null, 10)).hasSize(1);
		await().until(() -> container.status().phase() == Phase.RUNNING);
	}

	@Test
	void letterIsPutBackOnceHoweverManyAskForIt() {
		DeadLetters dead = letters();
		List<String> ids = IntStream.range(0, 20).mapToObj((number) -> number(number)).toList();
		for (String id : ids) {
			List<CompletableFuture<Boolean>> both = List.of(CompletableFuture.supplyAsync(() -> dead.replay(id)),
					CompletableFuture.supplyAsync(() -> dead.replay(id)));
			assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(true, false);
		}
		assertThat(this.rig.redis().xlen(this.rig.in())).isEqualTo(20);
		assertThat(dead.list(null, 10)).isEmpty();
	}

	@Test
	void letterThatCannotGoAwayIsNotPutBack() {
		DeadLetters dead = letters();
		String id = number(1);
		this.jdbc.execute("create table held (letter bigint not null, foreign key (letter) "
				+ "references escrowmint_stream_dead_letter (id))");
		try {
			this.jdbc.update("insert into held (letter) values (?)", Long.parseLong(id));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> dead.replay(id));
			assertThat(this.rig.redis().xlen(this.rig.in())).isZero();
		}
		finally {
			this.jdbc.execute("drop table held");
		}
		assertThat(dead.replay(id)).isTrue();
		assertThat(this.rig.redis().xlen(this.rig.in())).isEqualTo(1);
	}

	@Test
	void letterThatCannotBePutBackStays() {
		DeadLetters dead = letters();
		String id = number(1);
		this.rig.redis().set(this.rig.in(), "foreign");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> dead.replay(id));
		assertThat(dead.list(null, 10)).hasSize(1);
	}

	private DeadLetters letters() {
		return this.rig.streams().deadLetters(landing(SqlStreamContract::nothing), this.store);
	}

	private static void nothing(long number) {
	}

	/**
	 * Buries a number, and returns the id of its letter.
	 */
	private String number(int number) {
		String reader = new StreamKeys(this.rig.prefix()).letters(landing(SqlStreamContract::nothing));
		this.store.bury(reader, new Publication("any",
				List.of(Publication.utf8("payload"), Publication.utf8("{\"value\":" + number + "}"))));
		return this.jdbc.queryForObject("select max(id) from escrowmint_stream_dead_letter where reader = ?",
				String.class, reader);
	}

	@Test
	void handlerThatThrowsOnTheVeryFirstMessageLeavesNoTrace() {
		AtomicBoolean mended = new AtomicBoolean();
		ProcessorDefinition landing = landing((number) -> {
			if (!mended.get()) {
				throw new IllegalStateException("not yet");
			}
		});
		this.rig.add(1, 3);
		StreamContainer container = start(landing, QUICK.withPoison(PoisonPolicy.BLOCK, 2), StreamListener.NONE);
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		assertThat(landed()).isEmpty();
		assertThat(position(landing)).isEqualTo("0-0");
		mended.set(true);
		await().until(() -> landed().size() == 3);
	}

	private String position(ProcessorDefinition definition) {
		return this.jdbc.queryForObject("select reached from escrowmint_stream_processor where processor = ?",
				String.class, new StreamKeys(this.rig.prefix()).row(definition));
	}

	@Test
	void ownersThatRobEachOtherNeverBothCommit() {
		StreamOptions greedy = new StreamOptions(Duration.ofMillis(5), Duration.ofMillis(1), 4, PoisonPolicy.BLOCK, 3,
				Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(300),
				Duration.ofSeconds(5));
		AtomicInteger calls = new AtomicInteger();
		ProcessorDefinition landing = landing((number) -> calls.incrementAndGet());
		StreamListener listener = new StreamListener() {

			@Override
			public void committed(String container, int messages, Duration elapsed) {
				pause(15);
			}

		};
		this.rig.add(1, 120);
		for (int owner = 0; owner < 3; owner++) {
			start(landing, greedy, listener);
		}
		await().until(() -> landed().size() >= 120);
		assertThat(landed()).isEqualTo(StreamRig.numbers(1, 120));
	}

	private static void pause(int millis) {
		try {
			new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void processorThatCommitsInSqlRefusesToPublish() {
		ProcessorDefinition publishing = this.rig.tally();
		this.rig.add(1, 1);
		start(publishing, QUICK, StreamListener.NONE);
		DeadLetters dead = this.rig.streams().deadLetters(publishing, this.store);
		await().until(() -> dead.list(null, 10).size() == 1);
		assertThat(dead.list(null, 10).get(0).message()).contains("commits in a database");
		assertThat(dead.discard(dead.list(null, 10).get(0).id())).isTrue();
	}

	@Test
	void messageThatRollsItsTransactionBackUnseenIsPoisonAlone() {
		ProcessorDefinition landing = landing((number) -> {
			if (number == 3) {
				rollBackInside();
			}
		});
		landsAllButThree(landing, "rollback-only");
	}

	// What a handler does that catches the exception of a method with a transaction.
	private void rollBackInside() {
		try {
			this.transactions.executeWithoutResult((status) -> {
				throw new IllegalArgumentException("nested");
			});
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessage("nested");
		}
	}

	@Test
	void messageWhoseRowIsRefusedAtTheCommitIsPoisonAlone() {
		ProcessorDefinition landing = landing((number) -> {
			if (number == 3) {
				atTheCommit(() -> this.jdbc.update("insert into landed (number, holder) values (3, null)"));
			}
		});
		landsAllButThree(landing, "holder");
	}

	@Test
	void messageWhoseCommitFailsWithoutAWordOfTheDatabaseIsPoisonAlone() {
		ProcessorDefinition landing = landing((number) -> {
			if (number == 3) {
				atTheCommit(() -> {
					throw new IllegalStateException("holder is no e-mail address");
				});
			}
		});
		landsAllButThree(landing, "e-mail");
	}

	// As a persistence context is flushed.
	static void atTheCommit(Runnable write) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				write.run();
			}

		});
	}

	void landsAllButThree(ProcessorDefinition landing, String why) {
		this.rig.add(1, 5);
		StreamContainer container = start(landing, QUICK, StreamListener.NONE);
		await().untilAsserted(() -> assertThat(landed()).containsExactly(1L, 2L, 4L, 5L));
		assertThat(this.rig.streams().deadLetters(landing, this.store).list(null, 10)).singleElement()
			.satisfies((letter) -> {
				assertThat(letter.deliveries()).isEqualTo(3);
				assertThat(letter.message()).contains("cannot commit").containsIgnoringCase(why);
			});
		await().until(() -> container.status().phase() == Phase.RUNNING);
	}

	@Test
	void processorsOfTwoPrefixesShareNothing() throws Exception {
		try (StreamRig other = StreamRig.shared()) {
			List<StreamRig> rigs = List.of(this.rig, other);
			for (StreamRig own : rigs) {
				ProcessorDefinition same = ProcessorDefinition.of("same", own.in(), Tally.class, Numeral.class,
						(tally, number, tx) -> {
							if (number.value() == 3) {
								throw new IllegalStateException("three");
							}
							this.jdbc.update("insert into landed (number, holder) values (?, ?)", number.value(),
									own.prefix());
							return Tally.add(tally, number.value());
						});
				own.add(1, 5);
				own.start(own.streams().processor(same, this.store, QUICK, StreamListener.NONE));
				await().until(() -> landed(own).size() == 4);
				DeadLetters dead = own.streams().deadLetters(same, this.store);
				assertThat(dead.list(null, 10)).hasSize(1);
			}
		}
	}

	@Test
	void whatAPoolWithoutAutoCommitIsToldRemains() {
		DataSource pool = new ManualCommits(this.database.dataSource());
		SqlStreamStore manual = new SqlStreamStore(pool, new TransactionTemplate(new JdbcTransactionManager(pool)));
		String row = "manual-" + this.rig.prefix();
		SqlCommits commits = commits(manual, row, "one");
		commits.claim();
		Claim claim = commits.claim();
		long until = ownedUntil(row);
		await().until(() -> commits.renew(claim) && ownedUntil(row) > until);
		SqlLetters letters = manual.letters(row);
		String id = buried(row);
		assertThat(letters.ask(id, row)).isTrue();
		assertThat(replayOf(id)).isEqualTo(row);
		assertThat(letters.discard(id)).isTrue();
		assertThat(this.store.letters(row).find(id)).isEmpty();
		commits.release(claim);
		assertThat(commits(this.store, row, "two").claim().isOwned()).isTrue();
	}

	@Test
	void whoStandsByDoesNotWaitForTheOwnersTransaction() {
		String row = "owned-" + this.rig.prefix();
		SqlCommits owner = commits(this.store, row, "one");
		owner.claim();
		assertThat(owner.claim().isOwned()).isTrue();
		SqlCommits other = commits(this.store, row, "two");
		this.transactions.executeWithoutResult((status) -> {
			this.jdbc.queryForList("select token from escrowmint_stream_processor where processor = ? for update", row);
			assertThat(CompletableFuture.supplyAsync(other::claim)).succeedsWithin(Duration.ofSeconds(20))
				.satisfies((claim) -> assertThat(claim.isOwned()).isFalse());
		});
	}

	private long ownedUntil(String row) {
		return this.jdbc.queryForObject("select owned_until from escrowmint_stream_processor where processor = ?",
				Long.class, row);
	}

	private static SqlCommits commits(SqlStreamStore store, String row, String owner) {
		return new SqlCommits(store, row, row, owner, Duration.ofMinutes(1), 2);
	}

	private String buried(String reader) {
		this.store.bury(reader,
				new Publication("any", List.of(Publication.utf8("dead.deliveries"), Publication.utf8("3"))));
		return this.store.letters(reader).list(null, 1).get(0).id();
	}

	private String replayOf(String id) {
		return this.jdbc.queryForObject("select replay from escrowmint_stream_dead_letter where id = ?", String.class,
				Long.parseLong(id));
	}

	@Test
	void replayIsAskedForUntilItIsCommittedOrWasTriedTooOften() {
		String row = "asked-" + this.rig.prefix();
		SqlCommits first = commits(this.store, row, "one");
		first.claim();
		Claim lost = first.claim();
		String id = buried(row);
		assertThat(this.store.letters(row).ask(id, row)).isTrue();
		assertThat(first.replay(lost)).satisfies((replay) -> assertThat(replay.id()).isEqualTo(id));
		first.release(lost);
		SqlCommits second = commits(this.store, row, "two");
		Claim claim = second.claim();
		assertThat(first.replay(lost)).isNull();
		assertThat(second.replay(claim)).satisfies((replay) -> assertThat(replay.id()).isEqualTo(id));
		assertThat(second.replay(claim)).isNull();
		assertThat(replayOf(id)).isNull();
		assertThat(this.store.letters(row).find(id)).isPresent();
	}

	@Test
	void transactionsOfSomethingElseAreRefusedBeforeAnythingIsDone() {
		try (TestDatabase elsewhere = TestDatabase.h2()) {
			DataSource manual = new ManualCommits(this.database.dataSource());
			TransactionTemplate foreign = new TransactionTemplate(new JdbcTransactionManager(elsewhere.dataSource()));
			for (DataSource source : List.of(this.database.dataSource(), manual)) {
				JdbcProcessedMessages processed = new JdbcProcessedMessages(source, foreign, Duration.ofHours(1));
				assertThatExceptionOfType(StreamMisconfiguredException.class)
					.isThrownBy(() -> processed.execute(this.rig.prefix(), new Delivery(message(1), 1), () -> land(1)))
					.satisfies((ex) -> assertThat(ex.action()).contains("@Primary"));
				SqlCommits commits = commits(new SqlStreamStore(source, foreign), this.rig.prefix(), "one");
				assertThatExceptionOfType(StreamMisconfiguredException.class).isThrownBy(commits::claim);
			}
			assertThat(landed()).isEmpty();
			assertThat(remembered(this.rig.prefix())).isZero();
		}
	}

	private StreamMessage message(int number) {
		return new StreamMessage(this.rig.in(), new StreamPosition("1-" + number, StreamPosition.WHOLE),
				Map.of("payload", Publication.utf8(Integer.toString(number))), null);
	}

	private long remembered(String reader) {
		return this.jdbc.queryForObject("select count(*) from escrowmint_stream_processed where reader = ?", Long.class,
				reader);
	}

	@Test
	void databaseThatCannotRememberMakesPoisonOfNoMessage() {
		AtomicInteger restarts = new AtomicInteger();
		StreamListener listener = new StreamListener() {

			@Override
			public void restarted(String container, Throwable error) {
				restarts.incrementAndGet();
			}

		};
		QueueTransaction processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofHours(1));
		this.jdbc.execute("alter table escrowmint_stream_processed rename to somewhere_else");
		this.rig.add(1, 3);
		this.rig.start(this.rig.streams()
			.listener(QueueDefinition
				.<Numeral>of(this.rig.in(), "g", Numeral.class, (number, delivery) -> land(number.value()))
				.within(processed), QUICK, listener));
		try {
			await().until(() -> restarts.get() > 2 * QUICK.maxDeliveries());
		}
		finally {
			this.jdbc.execute("alter table somewhere_else rename to escrowmint_stream_processed");
		}
		await().until(() -> landed().size() == 3);
		assertThat(this.rig.streams().deadLetters(this.rig.in(), "g").list(null, 10)).isEmpty();
	}

	@Test
	void namesThatDifferInCaseOrBlanksOnlyShareNothing() throws Exception {
		JdbcProcessedMessages processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofHours(1));
		for (String name : List.of("group", "Group", "group ", "gr\u00f6up", "\ud83d\ude00")) {
			processed.execute(this.rig.prefix() + name, new Delivery(message(1), 1), () -> land(1));
		}
		assertThat(landed()).hasSize(5);
	}

	@Test
	void purgeTakesManyAndWaitsForNoMessageInProgress() throws Exception {
		JdbcProcessedMessages processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofHours(1));
		remember("old", 2_500, 1);
		remember("new", 5_000, System.currentTimeMillis());
		processed.execute(this.rig.prefix(), new Delivery(message(1), 1),
				() -> assertThat(CompletableFuture.supplyAsync(processed::purge)).succeedsWithin(Duration.ofSeconds(20))
					.isEqualTo(2_500));
		assertThat(remembered("new")).isEqualTo(5_000);
		assertThat(remembered(this.rig.prefix())).isEqualTo(1);
	}

	private void remember(String reader, int messages, long time) {
		this.transactions.executeWithoutResult((status) -> this.jdbc.batchUpdate(
				"insert into escrowmint_stream_processed (reader, entry, digest, processed_at) values (?, ?, ?, ?)",
				IntStream.range(0, messages)
					.mapToObj((number) -> new Object[] { reader, Integer.toString(number), "", time + number })
					.toList()));
	}

	@Test
	void listenerHandlesAMessageOnceAlthoughItComesAgain() throws Exception {
		JdbcProcessedMessages processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofHours(1));
		String id = this.rig.addPayload("{\"value\":1}");
		StreamMessage message = new StreamMessage(this.rig.in(), new StreamPosition(id, StreamPosition.WHOLE),
				Map.of("payload", Publication.utf8("{\"value\":1}")), null);
		for (int delivery = 1; delivery <= 3; delivery++) {
			processed.execute(this.rig.prefix(), new Delivery(message, delivery), () -> land(1));
		}
		assertThat(landed()).containsExactly(1L);
		StreamMessage other = new StreamMessage(this.rig.in(), message.position(),
				Map.of("payload", Publication.utf8("{\"value\":2}")), null);
		processed.execute(this.rig.prefix(), new Delivery(other, 1), () -> land(2));
		assertThat(landed()).containsExactly(1L, 2L);
		assertThat(processed.purge()).isZero();
	}

	@Test
	void groupsOfOneStreamHandleEachMessageWhateverTheirListenersAreCalled() {
		this.rig.add(1, 3);
		listen("orders", "billing", 0);
		listen("orders", "shipping", 10);
		await().untilAsserted(() -> assertThat(landed()).containsExactly(1L, 2L, 3L, 11L, 12L, 13L));
	}

	@Test
	void listenersOfOneGroupHandleAMessageOnceWhateverTheyAreCalled() {
		this.rig.add(1, 3);
		StreamContainer first = listen("first", "g", 0);
		await().until(() -> landed().size() == 3 && pending("g") == 0);
		first.stop(Duration.ofSeconds(60));
		// As if the first had ended before it acknowledged any.
		this.rig.redis().xgroupSetid(XReadArgs.StreamOffset.from(this.rig.in(), "0"), "g");
		StreamContainer second = listen("second", "g", 10);
		this.rig.add(4, 4);
		await().until(() -> landed().contains(14L) && pending("g") == 0);
		assertThat(landed()).containsExactly(1L, 2L, 3L, 14L);
		assertThat(second.status().isHealthy()).isTrue();
	}

	private StreamContainer listen(String id, String group, long added) {
		QueueHandler<Object> handler = (number, delivery) -> land(((Numeral) number).value() + added);
		return this.rig.start(this.rig.streams()
			.listener(
					new QueueDefinition(id, this.rig.in(), group, Numeral.class, handler, new JdbcProcessedMessages(
							this.database.dataSource(), this.transactions, Duration.ofHours(1))),
					QUICK, StreamListener.NONE));
	}

	private long pending(String group) {
		return this.rig.redis().xpending(this.rig.in(), group).getCount();
	}

	@Test
	void listenerThatFailsRemembersNothing() {
		AtomicInteger tries = new AtomicInteger();
		QueueTransaction processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofHours(1));
		this.rig.start(this.rig.streams()
			.listener(QueueDefinition.<Numeral>of(this.rig.in(), "g", Numeral.class, (number, delivery) -> {
				land(number.value());
				if (number.value() == 2 && tries.incrementAndGet() < 3) {
					throw new IllegalStateException("two");
				}
			}).within(processed), QUICK, StreamListener.NONE));
		this.rig.add(1, 3);
		await().until(() -> landed().size() == 3);
		await().until(() -> this.rig.redis().xpending(this.rig.in(), "g").getCount() == 0);
		assertThat(landed()).containsExactly(1L, 2L, 3L);
		assertThat(tries).hasValue(3);
	}

	@Test
	void oldMessagesAreForgotten() throws Exception {
		JdbcProcessedMessages processed = new JdbcProcessedMessages(this.database.dataSource(), this.transactions,
				Duration.ofMillis(-1_000));
		StreamMessage message = new StreamMessage(this.rig.in(), new StreamPosition("1-1", StreamPosition.WHOLE),
				Map.of("payload", Publication.utf8("1")), null);
		processed.execute(this.rig.prefix(), new Delivery(message, 1), () -> land(1));
		processed.purge();
		processed.execute(this.rig.prefix(), new Delivery(message, 2), () -> land(1));
		assertThat(landed()).containsExactly(1L, 1L);
	}

}
