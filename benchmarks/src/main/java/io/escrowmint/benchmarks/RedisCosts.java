package io.escrowmint.benchmarks;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Counts what EscrowMint costs in Redis: calls per script, bytes per thing. Works under a
 * prefix of its own, as long as the default one, and removes it at the end.
 */
public final class RedisCosts implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final LettuceConnectionFactory factory;

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	private final String prefix = "costs-" + ThreadLocalRandom.current().nextInt(1_000, 10_000);

	private final RedisQuotaStore store;

	private RedisCosts(RedisURI uri) {
		this.factory = EscrowMintContender.connectionFactory(uri);
		this.client = RedisClient.create(uri);
		this.redis = this.client.connect().sync();
		this.store = RedisQuotaStore.create(this.factory,
				new RedisStoreOptions(StoreOptions.DEFAULTS.withTimeout(PATIENCE), this.prefix));
		this.store.connect();
	}

	/**
	 * Counts, prints and writes {@code costs.json}.
	 * @param arguments {@code --redis URL}, if Redis is not to be started
	 * @throws Exception if Redis fails
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = Options.parse(arguments);
		try (BenchmarkRedis server = BenchmarkRedis.ofMachine(options.redis())) {
			String machine = LoadHarness.machine(server);
			System.out.println(machine);
			try (RedisCosts costs = new RedisCosts(server.uri())) {
				CallCounts calls = new CallCounts(costs);
				ByteCounts bytes = new ByteCounts(costs);
				System.out.println(calls.table());
				System.out.println(bytes.table());
				Files.createDirectories(LoadHarness.RESULTS);
				Files.writeString(LoadHarness.RESULTS.resolve("costs.json"),
						String.format(Locale.ROOT, "{\n  \"machine\": \"%s\",\n  \"calls\": %s,\n  \"bytes\": %s\n}\n",
								machine, calls.json(), bytes.json()));
			}
		}
	}

	RedisQuotaStore store() {
		return this.store;
	}

	RedisCommands<String, String> redis() {
		return this.redis;
	}

	<R extends Outcome> R apply(Command<R> command) {
		R outcome = await(this.store.execute(command));
		if (!outcome.applied()) {
			throw new IllegalStateException("Refused: " + outcome);
		}
		return outcome;
	}

	static <T> T await(CompletionStage<T> stage) {
		return stage.toCompletableFuture().join();
	}

	void topUp(String wallet) {
		apply(TopUp.of(wallet, 1_000_000));
	}

	/**
	 * Returns the bytes of all keys whose names end as the pattern says.
	 */
	long bytes(String pattern) {
		long bytes = 0;
		ScanArgs arguments = ScanArgs.Builder.matches(this.prefix + pattern).limit(10_000);
		ScanCursor cursor = ScanCursor.INITIAL;
		do {
			KeyScanCursor<String> page = this.redis.scan(cursor, arguments);
			for (String key : page.getKeys()) {
				bytes += bytesOf(key);
			}
			cursor = page;
		}
		while (!cursor.isFinished());
		return bytes;
	}

	/**
	 * Looks at every element; by default Redis guesses from five.
	 */
	private long bytesOf(String key) {
		Long bytes = this.redis.dispatch(CommandType.MEMORY, new IntegerOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("USAGE").addKey(key).add("SAMPLES").add(0));
		return (bytes != null) ? bytes : 0;
	}

	/**
	 * Removes everything that was made so far, events and records included.
	 */
	void clear() {
		ScanArgs arguments = ScanArgs.Builder.matches(this.prefix + ":{*").limit(10_000);
		ScanCursor cursor = ScanCursor.INITIAL;
		do {
			KeyScanCursor<String> page = this.redis.scan(cursor, arguments);
			if (!page.getKeys().isEmpty()) {
				this.redis.del(page.getKeys().toArray(String[]::new));
			}
			cursor = page;
		}
		while (!cursor.isFinished());
	}

	@Override
	public void close() {
		this.store.close();
		clear();
		this.redis.del(this.prefix + ":meta");
		this.client.shutdown(0, 1, TimeUnit.SECONDS);
		this.factory.destroy();
	}

}
