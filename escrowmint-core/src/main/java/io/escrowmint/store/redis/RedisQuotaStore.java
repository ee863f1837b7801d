package io.escrowmint.store.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.SweepPage;
import io.escrowmint.store.WalletRecovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Keeps wallets in Redis: standalone, Sentinel or Cluster, 6.2 and newer, and Valkey.
 * <p>
 * Every command is one script, and all that it changes (figures, hold, receipt, event)
 * changes in that script or not at all. Commands that arrive while a script is on its way
 * travel together in the next one. A process may die at any moment: what its scripts had
 * done stays done, and what they had not never happens. Thread-safe.
 */
public final class RedisQuotaStore implements QuotaStore, ExpirySource, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisQuotaStore.class);

	private final ScriptRunner runner;

	private final CoalescingExecutor executor;

	private final RedisSweep sweep;

	private final RedisEventLog events;

	private final RedisRecovery recovery;

	private final KeySpace keys;

	private volatile List<String> warnings = List.of();

	private RedisQuotaStore(RedisConnectionFactory factory, RedisStoreOptions options, FirstContact.Assembly scripts,
			Supplier<List<String>> diagnosis) {
		KeySpace keys = new KeySpace(options.prefix(), options.store().partitions());
		FirstContact firstContact = new FirstContact(options, keys, scripts, () -> examine(diagnosis));
		ScriptRunner runner = (factory instanceof LettuceConnectionFactory lettuce)
				? new LettuceScriptRunner(lettuce, firstContact, Silence.limit(options.store()))
				: new SpringScriptRunner(factory, firstContact);
		this.runner = runner;
		this.keys = keys;
		this.executor = new CoalescingExecutor(runner, keys, options.store());
		this.sweep = new RedisSweep(runner, this.executor, keys, options.store().timeout());
		this.events = new RedisEventLog(runner, keys, options.store());
		this.recovery = new RedisRecovery(runner, keys, options.store());
	}

	/**
	 * Creates a store. Does not connect yet.
	 * @param factory the user's connection factory; of Lettuce, a sibling of it is used
	 * that never sends a command twice
	 * @param options the options
	 * @return the store
	 */
	public static RedisQuotaStore create(RedisConnectionFactory factory, RedisStoreOptions options) {
		return create(factory, options, (known, flags) -> new ScriptLibrary(known, flags, UnaryOperator.identity()),
				new RedisDiagnosis(factory)::warnings);
	}

	static RedisQuotaStore create(RedisConnectionFactory factory, RedisStoreOptions options,
			FirstContact.Assembly scripts, Supplier<List<String>> diagnosis) {
		return new RedisQuotaStore(factory, options, scripts, diagnosis);
	}

	private void examine(Supplier<List<String>> diagnosis) {
		this.warnings = diagnosis.get();
		this.warnings.forEach(logger::warn);
	}

	/**
	 * Returns what an operator should change in the Redis that was met: an eviction
	 * policy that could drop wallets, nothing kept on disk. Answers from memory, as it
	 * was found at first contact.
	 * @return sentences, empty if all is well or nothing is known yet
	 */
	public List<String> warnings() {
		return this.warnings;
	}

	/**
	 * Takes the one who is told what is sent, in place of the one before.
	 * @param listener hears
	 */
	public void listen(RedisStoreListener listener) {
		RedisStoreListener quiet = new QuietStoreListener(listener);
		this.executor.listen(quiet);
		this.runner.listen(quiet);
	}

	/**
	 * Connects, if Redis can be reached; else the first calls try again.
	 * @return whether the store is connected
	 * @throws StoreMismatchException if the Redis that was met cannot be used as
	 * configured
	 */
	public boolean connect() {
		try {
			this.runner.connect();
			return true;
		}
		catch (TransportException ex) {
			logger.warn("{}; trying again with each call", ex.getMessage());
			return false;
		}
	}

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return this.executor.execute(Exchanges.of(command));
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return this.executor.execute(Exchanges.of(query));
	}

	@Override
	public int partitions() {
		return this.keys.partitions();
	}

	@Override
	public CompletionStage<SweepPage> sweep(int partition, int limit) {
		return this.sweep.sweep(partition, limit);
	}

	/**
	 * Returns the events of this store.
	 * @return the events
	 */
	public EventLog events() {
		return this.events;
	}

	/**
	 * Returns what fences and rebuilds wallets of this store.
	 * @return the recovery
	 */
	public WalletRecovery recovery() {
		return this.recovery;
	}

	/**
	 * Stops accepting calls, lets those on their way end within the timeout, and
	 * disconnects.
	 */
	@Override
	public void close() {
		this.executor.close();
		this.runner.close();
	}

}
