package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.escrowmint.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * What is settled when a Redis is met for the first time: whether it is ours, how many
 * partitions it was laid out for, and whether it knows script flags.
 */
final class FirstContact {

	private static final String LAYOUT_VERSION = "2";

	private static final Script FLAGS = Script.of("flags", "#!lua flags=allow-oom\nreturn {'1'}");

	private static final Script META = Script.of("meta", ScriptLibrary.load("meta"));

	private static final Script REVIEW = Script.of("events-review", ScriptLibrary.load("events-review"));

	/** Modes come within the timeout after their announcement. */
	private static final String YOUNG_MILLIS = "600000";

	private static final long PATIENCE_SECONDS = 10;

	private static final long SETTLING_NANOS = 500_000_000;

	private static final long PAUSE_NANOS = 10_000_000;

	private final RedisStoreOptions options;

	private final KeySpace keys;

	private final Assembly scripts;

	private final Runnable examination;

	private volatile boolean examined;

	FirstContact(RedisStoreOptions options, KeySpace keys, Assembly scripts, Runnable examination) {
		this.options = options;
		this.keys = keys;
		this.scripts = scripts;
		this.examination = examination;
	}

	/**
	 * Checks a Redis and returns the scripts that fit it. Blocks.
	 * @param redis sends a script in full
	 * @param singleServer whether a script may have keys of all partitions
	 * @return the scripts
	 * @throws StoreMismatchException if this Redis cannot be used as configured
	 */
	ScriptLibrary check(Sender redis, boolean singleServer) throws Exception {
		int partitions = this.options.store().partitions();
		List<Object> meta = answer(() -> redis.send(META, new byte[][] { this.keys.meta() },
				new byte[][] { KeySpace.utf8(LAYOUT_VERSION), KeySpace.utf8(Integer.toString(partitions)) }));
		String version = text(meta.get(0));
		if (!LAYOUT_VERSION.equals(version)) {
			throw new StoreMismatchException(
					"The data under prefix '" + this.options.prefix() + "' has layout version " + version
							+ ", this library knows version " + LAYOUT_VERSION,
					"Use a version of EscrowMint that knows this layout, or another prefix.");
		}
		String known = text(meta.get(1));
		if (!Integer.toString(partitions).equals(known)) {
			throw new StoreMismatchException(
					"The data under prefix '" + this.options.prefix() + "' is laid out in " + known
							+ " partitions, but " + partitions + " are configured",
					"Set escrowmint.partitions to " + known + "; the number is fixed at first use. "
							+ "Another prefix (escrowmint.prefix) may have another number.");
		}
		if (!text(meta.get(2)).equals("1")) {
			throw new StoreMismatchException("This Redis cuts off numbers above 32 bits in scripts",
					"Use a server that was built for 64 bits.");
		}
		if (singleServer) {
			answer(() -> redis.send(REVIEW, this.keys.announcementAndModes(),
					new byte[][] { KeySpace.utf8(YOUNG_MILLIS) }));
		}
		ScriptLibrary scripts = this.scripts.assemble(this.options.store(), knowsFlags(redis));
		examineOnce();
		return scripts;
	}

	/**
	 * Through the user's connection, which may be lost where ours was, and would take its
	 * time to notice.
	 */
	private void examineOnce() {
		if (!this.examined) {
			this.examined = true;
			this.examination.run();
		}
	}

	/**
	 * Returns scripts for any Redis. In a cluster that is being upgraded, the node that
	 * was asked may know flags that others do not.
	 */
	ScriptLibrary withoutFlags() {
		return this.scripts.assemble(this.options.store(), false);
	}

	private boolean knowsFlags(Sender redis) throws Exception {
		try {
			answer(() -> redis.send(FLAGS, new byte[][] { this.keys.meta() }, new byte[0][]));
			return true;
		}
		catch (ExecutionException ex) {
			if (TransportErrors.of(ex).kind() == TransportException.Kind.REFUSED) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Waits for an answer. A connection that was just made may still be said not to
	 * stand; that passes.
	 */
	private static List<Object> answer(Supplier<CompletionStage<List<Object>>> request) throws Exception {
		long begun = System.nanoTime();
		while (true) {
			try {
				return request.get().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				if (TransportErrors.of(ex).kind() != TransportException.Kind.NOT_RUN
						|| System.nanoTime() - begun >= SETTLING_NANOS) {
					throw ex;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	private static String text(@Nullable Object value) {
		return (value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
	}

	/**
	 * Sends a script with its text.
	 */
	interface Sender {

		CompletionStage<List<Object>> send(Script script, byte[][] keys, byte[][] args);

	}

	/**
	 * Assembles the scripts for the options of a store and for a Redis that knows script
	 * flags or not.
	 */
	interface Assembly {

		ScriptLibrary assemble(StoreOptions options, boolean flags);

	}

}
