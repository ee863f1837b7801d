package io.escrowmint.ledger.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.escrowmint.contract.Calls;
import io.escrowmint.ledger.LedgerAudit;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.testing.JvmProcess;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two pump processes, of which one after the other is killed in the middle of its work
 * while a load goes on that never rests, and the databases refuse some of its events for
 * a time. In the end every event is in the ledger, once, and the ledger says of each
 * wallet what the store says.
 */
@Timeout(900)
class PumpChaosTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int WALLETS = 40;

	private final String prefix = "test-" + UUID.randomUUID();

	private final List<JvmProcess> processes = new CopyOnWriteArrayList<>();

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong calls = new AtomicLong();

	/** Which notes the databases refuse at the moment. */
	private final AtomicInteger picky = new AtomicInteger();

	@Test
	void nothingIsLostOrLandedTwiceWhileProcessesAreKilled() {
		killing(10);
	}

	@Test
	@Tag("soak")
	void nothingIsLostOrLandedTwiceHoweverOftenProcessesAreKilled() {
		killing(100);
	}

	private void killing(int kills) {
		try (TestDatabase postgres = TestDatabase.postgres();
				TestDatabase mariaDb = TestDatabase.mariaDb();
				RedisClients redis = new RedisClients(TestRedis.shared().uri());
				RedisQuotaStore store = LedgerPumpMain.open(redis, this.prefix)) {
			List<TestDatabase> databases = List.of(postgres, mariaDb);
			for (int index = 0; index < databases.size(); index++) {
				LedgerSchema.create(databases.get(index).dataSource(), JdbcLedgerStore.TABLE_PREFIX);
				Calls.await(store.events().register(LedgerPumpMain.readerOf(index)));
			}
			databases.forEach((database) -> refuse(database, 0));
			CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(store));
			killOneAfterTheOther(databases, kills);
			this.over.set(true);
			load.join();
			databases.forEach((database) -> refuseNoMore(database, this.picky.get()));
			awaitLanded(store);
			databases.forEach((database) -> awaitRefused(database, false));
			this.processes.forEach(JvmProcess::close);
			databases.forEach((database) -> assertLedgerIsWhatTheStoreSays(store, database));
		}
		finally {
			this.processes.forEach(JvmProcess::close);
		}
	}

	/** Two processes work; others are on their way, since a JVM takes long to start. */
	private void killOneAfterTheOther(List<TestDatabase> databases, int kills) {
		Deque<JvmProcess> waiting = new ArrayDeque<>();
		Deque<JvmProcess> working = new ArrayDeque<>();
		working.addLast(begin(waiting, databases, kills + 1));
		for (int kill = 0; kill < kills; kill++) {
			working.addLast(begin(waiting, databases, kills + 1));
			for (TestDatabase database : databases) {
				awaitProgress(new JdbcTemplate(database.dataSource()), kill);
			}
			if (kill % 2 == 1) {
				refuseOthers(databases);
			}
			working.removeFirst().kill9();
		}
	}

	private JvmProcess begin(Deque<JvmProcess> waiting, List<TestDatabase> databases, int most) {
		while (waiting.size() < 3 && this.processes.size() < most) {
			waiting.addLast(spawn(databases));
		}
		JvmProcess process = waiting.removeFirst();
		process.awaitOutput("ready", PATIENCE);
		process.send("go");
		return process;
	}

	private JvmProcess spawn(List<TestDatabase> databases) {
		List<String> arguments = new ArrayList<>(List.of(TestRedis.shared().uri().toURI().toString(), this.prefix));
		databases.forEach((database) -> arguments.add(database.url()));
		JvmProcess process = JvmProcess.start(LedgerPumpMain.class, arguments.toArray(String[]::new));
		this.processes.add(process);
		return process;
	}

	/** What they refused until now lands from now on, while processes are killed. */
	private void refuseOthers(List<TestDatabase> databases) {
		databases.forEach((database) -> awaitRefused(database, true));
		int next = this.picky.get() + 1;
		databases.forEach((database) -> refuse(database, next));
		this.picky.set(next);
		databases.forEach((database) -> refuseNoMore(database, next - 1));
	}

	private static void refuse(TestDatabase database, int notes) {
		new JdbcTemplate(database.dataSource()).execute("alter table escrowmint_entries add constraint picky_" + notes
				+ " check (note is null or note <> 'picky " + notes + "')");
	}

	private static void refuseNoMore(TestDatabase database, int notes) {
		new JdbcTemplate(database.dataSource())
			.execute("alter table escrowmint_entries drop constraint picky_" + notes);
	}

	private static void awaitRefused(TestDatabase database, boolean some) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> some != jdbc.queryForList("select place from escrowmint_refused limit 1").isEmpty());
	}

	private static void awaitProgress(JdbcTemplate jdbc, int kill) {
		long before = landings(jdbc);
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> landings(jdbc) > before + 3 + kill % 7);
	}

	private static long landings(JdbcTemplate jdbc) {
		Long landings = jdbc.queryForObject("select coalesce(sum(fence), 0) from escrowmint_positions", Long.class);
		return (landings != null) ? landings : 0;
	}

	private void load(RedisQuotaStore store) {
		Random random = new Random(7);
		IntStream.range(0, WALLETS).forEach((number) -> send(store, TopUp.of(wallet(number), 1_000_000)));
		while (!this.over.get()) {
			LockSupport.parkNanos(4_000_000);
			int number = random.nextInt(WALLETS);
			String wallet = wallet(number);
			String note = (number % 4 == 0) ? "picky " + this.picky : "more";
			switch (random.nextInt(4)) {
				case 0 -> send(store, TopUp.of(wallet, 1 + random.nextInt(5)).note(note));
				case 1 -> send(store, Consume.of(wallet, 1 + random.nextInt(5)).key(UUID.randomUUID().toString()));
				case 2 -> send(store, Reserve.of(wallet, 3, Duration.ofMillis(20 + random.nextInt(200))));
				default -> hold(store, wallet, random);
			}
		}
	}

	private void hold(RedisQuotaStore store, String wallet, Random random) {
		Reserve reserve = Reserve.of(wallet, 2, Duration.ofSeconds(30));
		send(store, reserve);
		String id = reserve.id().value();
		if (random.nextBoolean()) {
			send(store, Commit.of(wallet, id));
		}
		else {
			send(store, Cancel.of(wallet, id));
		}
	}

	private void send(RedisQuotaStore store, Command<?> command) {
		Calls.await(store.execute(command));
		this.calls.incrementAndGet();
	}

	/** Reading a wallet reclaims what has expired, which is an event again. */
	private static void awaitLanded(RedisQuotaStore store) {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			IntStream.range(0, WALLETS).forEach((number) -> state(store, number));
			return IntStream.range(0, LedgerPumpMain.PARTITIONS)
				.allMatch((partition) -> Calls.await(store.events().length(partition)) == 0)
					&& IntStream.range(0, WALLETS).allMatch((number) -> state(store, number).openReservations() == 0);
		});
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> IntStream.range(0, LedgerPumpMain.PARTITIONS)
				.allMatch((partition) -> Calls.await(store.events().length(partition)) == 0));
	}

	private static WalletState state(RedisQuotaStore store, int number) {
		return Calls.await(store.query(new Query.OfWallet(wallet(number))));
	}

	private void assertLedgerIsWhatTheStoreSays(RedisQuotaStore store, TestDatabase database) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		LedgerAudit audit = new LedgerAudit(new JdbcLedgerStore(database.dataSource(), JdbcLedgerStore.TABLE_PREFIX));
		long entries = IntStream.range(0, WALLETS).mapToLong((number) -> audit.check(state(store, number))).sum();
		assertThat(jdbc.queryForObject("select count(*) from escrowmint_entries", Long.class)).isEqualTo(entries);
		assertThat(entries).isGreaterThanOrEqualTo(this.calls.get());
		System.out.printf("%d calls, %d entries, %d landings%n", this.calls.get(), entries, landings(jdbc));
	}

	private static String wallet(int number) {
		return "wallet:" + number;
	}

}
