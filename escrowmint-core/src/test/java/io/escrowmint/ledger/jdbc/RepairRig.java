package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.LedgerRepair;
import io.escrowmint.ledger.LedgerVerifier;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.ReconcileOptions;
import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.testing.PatientDdl;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.awaitility.Awaitility;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis with a ledger: everything that lands, compares and repairs, and a hand that
 * takes data away. One rig at a time on a server.
 */
final class RepairRig implements AutoCloseable {

	static final String SOURCE = "ledger";

	private static final List<String> TABLES = List.of("entries", "entry_claims", "wallets", "positions",
			"divergences");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String name;

	private final DataSource database;

	private final RedisQuotaStore store;

	private final JdbcLedgerStore ledger;

	private final LedgerVerifier verifier;

	private final LedgerRepair repair;

	private final LedgerReconciler reconciler;

	private final LedgerPump pump;

	private final StatefulRedisConnection<byte[], byte[]> raw;

	private final List<LedgerFinding> findings = new CopyOnWriteArrayList<>();

	private final List<Integer> setbacks = new CopyOnWriteArrayList<>();

	private final AtomicReference<LedgerListener> listener = new AtomicReference<>(LedgerListener.NONE);

	RepairRig(LettuceConnectionFactory factory, RedisClient client, TestDatabase database, Duration lag) {
		this.name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
		StoreOptions options = StoreOptions.DEFAULTS.withTimeout(Duration.ofSeconds(5)).withPartitions(4);
		this.store = RedisQuotaStore.create(factory, new RedisStoreOptions(options, this.name));
		assertThat(this.store.connect()).isTrue();
		LedgerSchema.create(database.dataSource(), this.name);
		this.database = database.dataSource();
		this.ledger = new JdbcLedgerStore(database.dataSource(), this.name);
		this.verifier = new LedgerVerifier(this.ledger, this.store.events(), this.store.recovery(), SOURCE);
		this.repair = new LedgerRepair(this.verifier, options, Duration.ofSeconds(20));
		ThreadFactory threads = (task) -> {
			Thread thread = new Thread(task, "rig");
			thread.setDaemon(true);
			return thread;
		};
		this.reconciler = new LedgerReconciler(this.ledger, this.verifier, this.repair,
				new ReconcileOptions(Duration.ofMillis(20), 100, true, 4), threads);
		this.pump = new LedgerPump(this.store.events(), this.ledger,
				PumpOptions.DEFAULTS.withTimes(lag, Duration.ofMillis(50), Duration.ofMillis(50))
					.withRefusedRetry(Duration.ofMillis(50)),
				new Ears(), threads);
		this.raw = client.connect(ByteArrayCodec.INSTANCE);
	}

	RepairRig(LettuceConnectionFactory factory, RedisClient client, TestDatabase database) {
		this(factory, client, database, Duration.ofMillis(5));
	}

	RedisQuotaStore store() {
		return this.store;
	}

	/** Lets the database refuse whatever grants more than a wallet may have. */
	void refuseAbove(long granted) throws SQLException {
		PatientDdl.refuseAbove(this.database, this.name, granted);
	}

	void refuseNothing() throws SQLException {
		PatientDdl.refuseNothing(this.database, this.name);
	}

	JdbcLedgerStore ledger() {
		return this.ledger;
	}

	LedgerVerifier verifier() {
		return this.verifier;
	}

	LedgerRepair repair() {
		return this.repair;
	}

	LedgerReconciler reconciler() {
		return this.reconciler;
	}

	LedgerPump pump() {
		return this.pump;
	}

	RedisCommands<byte[], byte[]> raw() {
		return this.raw.sync();
	}

	/**
	 * Starts pump and reconciler, as an application would.
	 */
	void startAll() {
		this.listener.set(this.reconciler);
		this.pump.start();
		this.reconciler.start();
	}

	<R extends Outcome> R apply(Command<R> command) {
		try {
			return this.store.execute(command).toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	Figures figures(String wallet) {
		return this.store.query(new Query.OfWallet(wallet)).toCompletableFuture().join().figures();
	}

	/**
	 * Returns when the ledger has what the store has of a wallet.
	 */
	void awaitLanded(String wallet) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
			var image = this.store.recovery().image(wallet).toCompletableFuture().join();
			return this.ledger.wallet(wallet)
				.filter((known) -> known.epoch() == image.epoch() && known.seq() == image.seq())
				.isPresent();
		});
	}

	List<LedgerFinding> findings() {
		return this.findings;
	}

	/** The partitions of which the ledger was found to have gone back. */
	List<Integer> setbacks() {
		return this.setbacks;
	}

	/**
	 * Takes a backup of the database.
	 * @return puts it in place of what is there then
	 */
	Runnable backup() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		String copy = "copy_" + this.name;
		TABLES.forEach(
				(table) -> jdbc.execute("create table " + copy + table + " as select * from " + this.name + table));
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.database));
		return () -> transaction.executeWithoutResult((status) -> TABLES.forEach((table) -> {
			jdbc.update("delete from " + this.name + table);
			jdbc.update("insert into " + this.name + table + " select * from " + copy + table);
		}));
	}

	/** Loses an entry that has landed. */
	void forget(String wallet, long seq) {
		new JdbcTemplate(this.database).update("delete from " + this.name + "entries where wallet = ? and seq = ?",
				wallet, seq);
	}

	/**
	 * Takes a copy of all data, as a replica that is behind has it.
	 */
	Map<byte[], byte[]> copy() {
		Map<byte[], byte[]> copy = new HashMap<>();
		raw().keys("*").forEach((key) -> copy.put(key, raw().dump(key)));
		return copy;
	}

	/**
	 * Puts a copy in place of all data, as a promoted replica would.
	 */
	void fallBackTo(Map<byte[], byte[]> copy) {
		raw().multi();
		raw().flushall();
		copy.forEach((key, dump) -> raw().restore(key, dump, new RestoreArgs().replace()));
		raw().exec();
	}

	void flush() {
		raw().flushall();
	}

	@Override
	public void close() {
		this.reconciler.stop();
		this.pump.stop();
		this.raw.close();
		this.store.close();
	}

	/** Hears what the pump says. */
	private final class Ears implements LedgerListener {

		@Override
		public void found(LedgerFinding finding) {
			RepairRig.this.findings.add(finding);
			RepairRig.this.listener.get().found(finding);
		}

		@Override
		public void wentBack(int partition) {
			RepairRig.this.setbacks.add(partition);
		}

	}

}
