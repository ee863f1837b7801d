package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.ledger.LedgerAudit;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories whose events land while they happen: the statement of every wallet
 * adds up to what the store says. {@code escrowmint.seed} is the first seed.
 */
@Timeout(300)
public abstract class LedgerHistoryContract {

	private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20))
		.withPartitions(4);

	private static final PumpOptions PUMP = PumpOptions.DEFAULTS.withTimes(Duration.ofMillis(5), Duration.ofMillis(200),
			Duration.ofMillis(50));

	/**
	 * Makes an engine under test.
	 * @param options the options of the store
	 * @return a new engine
	 */
	protected abstract Engine newEngine(StoreOptions options);

	/**
	 * Opens the database to land in.
	 * @return a database of its own
	 */
	protected abstract TestDatabase newDatabase();

	@Test
	void statementsAddUpToWhatTheStoreSays() {
		int histories = Boolean.getBoolean("escrowmint.soak") ? 5_000 : 60;
		long firstSeed = Long.getLong("escrowmint.seed", 1);
		try (Engine engine = newEngine(OPTIONS); TestDatabase database = newDatabase()) {
			LedgerSchema.create(database.dataSource(), JdbcLedgerStore.TABLE_PREFIX);
			JdbcLedgerStore ledger = new JdbcLedgerStore(database.dataSource(), JdbcLedgerStore.TABLE_PREFIX);
			List<LedgerFinding> findings = new CopyOnWriteArrayList<>();
			LedgerPump pump = new LedgerPump(engine.events(), ledger, PUMP, findings::add, Thread::new);
			pump.start();
			List<String> wallets = new ArrayList<>();
			for (long seed = firstSeed; seed < firstSeed + histories; seed++) {
				wallets.addAll(take(engine, seed));
			}
			awaitLanded(engine, wallets);
			pump.stop();
			Calls calls = new Calls(engine);
			LedgerAudit audit = new LedgerAudit(ledger);
			long entries = wallets.stream().mapToLong((wallet) -> audit.check(calls.state(wallet))).sum();
			assertThat(entries).isGreaterThan(5L * histories);
			assertThat(findings).isEmpty();
		}
	}

	private static List<String> take(Engine engine, long seed) {
		String prefix = "history-" + UUID.randomUUID() + ":";
		Calls calls = new Calls(engine);
		for (HistoryStep step : HistoryGenerator.generate(seed, prefix)) {
			step.take(engine, calls);
		}
		return HistoryGenerator.wallets(prefix);
	}

	/** Reading a wallet reclaims what has expired, which is an event again. */
	private static void awaitLanded(Engine engine, List<String> wallets) {
		Calls calls = new Calls(engine);
		wallets.forEach(calls::state);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			for (int partition = 0; partition < engine.events().partitions(); partition++) {
				if (Calls.await(engine.events().length(partition)) > 0) {
					return false;
				}
			}
			return true;
		});
	}

}
