package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreArguments;
import io.escrowmint.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * The event streams of the partitions, and who reads them.
 */
final class RedisEventLog implements EventLog {

	private static final Script ANNOUNCE = Script.of("events-announce", ScriptLibrary.load("events-announce"));

	private static final Script ENABLE = Script.of("events-enable", ScriptLibrary.load("events-enable"));

	private static final Script REGISTER = Script.of("events-register",
			ScriptLibrary.load("events-since") + ScriptLibrary.load("events-register"));

	private static final Script RETELL = Script.of("events-retell",
			ScriptLibrary.load("events-since") + ScriptLibrary.load("events-retell"));

	private static final Script DEREGISTER = Script.of("events-deregister",
			ScriptLibrary.load("events-cut") + ScriptLibrary.load("events-deregister"));

	private static final Script READERS = Script.of("events-readers", ScriptLibrary.load("events-readers"));

	private static final Script READ = Script.of("events-read", ScriptLibrary.load("events-read"));

	private static final Script LENGTH = Script.of("events-length", ScriptLibrary.load("events-length"));

	private static final Script ACKNOWLEDGE = Script.of("events-acknowledge",
			ScriptLibrary.load("events-cut") + ScriptLibrary.load("events-acknowledge"));

	private static final String BEGINNING = "0-0";

	private final ScriptRunner runner;

	private final KeySpace keys;

	private final StoreOptions options;

	RedisEventLog(ScriptRunner runner, KeySpace keys, StoreOptions options) {
		this.runner = runner;
		this.keys = keys;
		this.options = options;
	}

	@Override
	public String storeName() {
		return this.keys.prefix();
	}

	@Override
	public int partitions() {
		return this.keys.partitions();
	}

	@Override
	public int partitionOf(String wallet) {
		return this.keys.partitionOf(wallet);
	}

	@Override
	public CompletionStage<Void> enable(boolean enabled) {
		IntFunction<CompletableFuture<?>> action = (partition) -> run(ENABLE, controlAndMode(partition),
				enabled ? "1" : "0", Long.toString(this.options.eventsMaxLength()));
		return enabled ? announced(action) : everywhere(action);
	}

	@Override
	public CompletionStage<Void> register(String reader) {
		return announced((partition) -> run(REGISTER, controlAndMode(partition), StoreArguments.reader(reader)));
	}

	@Override
	public CompletionStage<Void> deregister(String reader) {
		return everywhere((partition) -> run(DEREGISTER,
				new byte[][] { this.keys.control(partition), this.keys.mode(partition), this.keys.events(partition) },
				reader, Long.toString(this.options.eventsMaxLength())));
	}

	@Override
	public CompletionStage<Void> retell(int partition) {
		return run(RETELL, controlAndMode(StoreArguments.partition(partition, partitions()))).thenAccept((reply) -> {
		});
	}

	@Override
	public CompletionStage<Map<String, String>> readers(int partition) {
		return run(READERS, control(partition)).thenApply((reply) -> {
			Map<String, String> readers = new LinkedHashMap<>();
			for (int index = 0; index < reply.size(); index += 2) {
				readers.put(text(reply.get(index)), text(reply.get(index + 1)));
			}
			return readers;
		});
	}

	@Override
	public CompletionStage<List<EventFrame>> read(int partition, @Nullable String after, int limit) {
		byte[][] events = { this.keys.events(StoreArguments.partition(partition, partitions())) };
		String begin = StoreArguments.position((after != null) ? after : BEGINNING);
		return run(READ, events, begin, Integer.toString(StoreArguments.limit(limit))).thenApply((reply) -> {
			List<EventFrame> frames = new ArrayList<>();
			for (int index = 0; index < reply.size(); index += 2) {
				frames.add(FrameReader.read(text(reply.get(index)), (byte[]) reply.get(index + 1)));
			}
			return frames;
		});
	}

	@Override
	public CompletionStage<Long> length(int partition) {
		byte[][] events = { this.keys.events(StoreArguments.partition(partition, partitions())) };
		return run(LENGTH, events).thenApply((reply) -> Long.valueOf(text(reply.get(0))));
	}

	@Override
	public CompletionStage<Boolean> acknowledge(String reader, int partition, String position) {
		return run(ACKNOWLEDGE, controlAndEvents(partition), reader, StoreArguments.position(position))
			.thenApply((reply) -> text(reply.get(0)).equals("1"));
	}

	private byte[][] control(int partition) {
		return new byte[][] { this.keys.control(StoreArguments.partition(partition, partitions())) };
	}

	private byte[][] controlAndMode(int partition) {
		return new byte[][] { this.keys.control(partition), this.keys.mode(partition) };
	}

	private byte[][] controlAndEvents(int partition) {
		return new byte[][] { this.keys.control(StoreArguments.partition(partition, partitions())),
				this.keys.events(partition) };
	}

	/**
	 * Does what may begin the writing of events, after it was announced.
	 */
	private CompletionStage<Void> announced(IntFunction<CompletableFuture<?>> action) {
		return run(ANNOUNCE, new byte[][] { this.keys.announcement() }).thenCompose((done) -> everywhere(action));
	}

	private CompletionStage<Void> everywhere(IntFunction<CompletableFuture<?>> action) {
		return CompletableFuture
			.allOf(IntStream.range(0, partitions()).mapToObj(action).toArray(CompletableFuture[]::new));
	}

	/**
	 * Runs a script that may be repeated at will, until it succeeds or the timeout has
	 * passed.
	 */
	private CompletableFuture<List<Object>> run(Script script, byte[][] keys, String... arguments) {
		byte[][] args = new byte[arguments.length][];
		for (int index = 0; index < args.length; index++) {
			args[index] = KeySpace.utf8(arguments[index]);
		}
		return Repeating.run(this.runner, this.options.timeout(), script, keys, args);
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
