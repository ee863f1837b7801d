package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;

import io.escrowmint.redis.HashTags;
import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.store.EventLog;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes the containers that read streams of Redis 6.2 and newer: standalone, Sentinel or
 * Cluster. Whoever starts them stops them, and then closes this. Thread-safe.
 */
public final class RedisStreams implements AutoCloseable {

	private final PrimaryConnections connections;

	private final StreamKeys keys;

	private final StreamCodec codec;

	private final ThreadFactory threads;

	/**
	 * Creates streams. Does not connect yet.
	 * @param factory the connection factory of the application; of Lettuce, a sibling of
	 * it is used that never sends a command twice
	 * @param prefix begins every key that is not the application's
	 * @param codec writes states and messages
	 * @param threads makes the threads of containers
	 */
	public RedisStreams(RedisConnectionFactory factory, String prefix, StreamCodec codec, ThreadFactory threads) {
		this.connections = new PrimaryConnections(factory);
		this.keys = new StreamKeys(prefix);
		this.codec = codec;
		this.threads = threads;
	}

	/**
	 * Creates a container for a processor of any Redis stream.
	 * @param definition the processor
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer processor(ProcessorDefinition definition, StreamOptions options, StreamListener listener) {
		String key = this.keys.processor(definition);
		Processing processing = processing(definition, options, key, this.keys.deadLetters(definition));
		return new StreamLoop(definition.id(), options, listener, this.threads,
				() -> check(processing, options.block()), () -> {
					StreamCalls calls = new StreamCalls(this.connections);
					return List.of(new ProcessorTask(definition.id(), processing, source(calls, definition, options),
							new RedisCommits(calls, key, UUID.randomUUID().toString(), options.ownership()), listener));
				});
	}

	/**
	 * Creates a container for a processor of the store's events, with one state for each
	 * partition. It is a registered reader, so that no event is cut that it has not
	 * committed.
	 * @param definition the processor; its stream is not used
	 * @param events the events
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer processor(ProcessorDefinition definition, EventLog events, StreamOptions options,
			StreamListener listener) {
		String any = this.keys.partition(definition, 0);
		Processing processing = processing(definition, options, any, this.keys.eventDeadLetters(definition));
		return new StreamLoop(definition.id(), options, listener, this.threads, () -> check(processing, Duration.ZERO),
				() -> {
					StreamCalls calls = new StreamCalls(this.connections);
					String owner = UUID.randomUUID().toString();
					return partitions(processing, events, listener,
							(partition) -> new RedisCommits(calls, this.keys.partition(definition, partition), owner,
									options.ownership(), new RedisCommits.ReplayKeys(processing.deadLetters(),
											this.keys.replays(definition, partition))));
				});
	}

	private static List<StreamTask> partitions(Processing processing, EventLog events, StreamListener listener,
			IntFunction<CommitStrategy> commits) {
		StreamOptions options = processing.options();
		String id = processing.definition().id();
		EventReader reader = new EventReader(events, "processor:" + id, options.ownership());
		List<StreamTask> tasks = new ArrayList<>();
		for (int partition = 0; partition < events.partitions(); partition++) {
			tasks.add(new ProcessorTask(id, processing, new EventPartitionSource(reader, partition, options.poll()),
					commits.apply(partition), listener));
		}
		return tasks;
	}

	/**
	 * Creates a container for a processor that commits in a database: the handler works
	 * in the transaction that keeps its position, and cannot publish.
	 * @param definition the processor
	 * @param store the database
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer processor(ProcessorDefinition definition, SqlStreamStore store, StreamOptions options,
			StreamListener listener) {
		Processing processing = sql(definition, options);
		return new StreamLoop(definition.id(), options, listener, this.threads,
				() -> check(processing, options.block()),
				() -> List.of(new ProcessorTask(definition.id(), processing,
						source(new StreamCalls(this.connections), definition, options),
						new SqlCommits(store, this.keys.row(definition), definition.id(), UUID.randomUUID().toString(),
								options.ownership(), false),
						listener)));
	}

	/**
	 * Creates a container for a processor of the store's events that commits in a
	 * database. It is a registered reader.
	 * @param definition the processor; its stream is not used
	 * @param events the events
	 * @param store the database
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer processor(ProcessorDefinition definition, EventLog events, SqlStreamStore store,
			StreamOptions options, StreamListener listener) {
		Processing processing = sql(definition, options);
		String owner = UUID.randomUUID().toString();
		return new StreamLoop(definition.id(), options, listener, this.threads, () -> check(processing, Duration.ZERO),
				() -> partitions(processing, events, listener, (partition) -> new SqlCommits(store,
						this.keys.row(definition, partition), definition.id(), owner, options.ownership(), true)));
	}

	private StreamSource source(StreamCalls calls, ProcessorDefinition definition, StreamOptions options) {
		return new RedisStreamSource(calls, definition.stream(), options.block(),
				reader(calls, definition.stream(), definition.id(), options));
	}

	/**
	 * A reader that is noted beside its stream. In a cluster there are names of streams
	 * beside which nothing can be put.
	 */
	private KnownReader reader(StreamCalls calls, String stream, String name, StreamOptions options) {
		String readers = this.keys.readers(stream);
		boolean together = !this.connections.isCluster() || HashTags.slotOf(readers) == HashTags.slotOf(stream);
		if (!together && options.trim()) {
			throw new StreamMisconfiguredException(
					"The stream '" + stream + "' is to be cut, and in a cluster no other key can lie in its slot",
					"Give it a name without braces, or with a hash tag; or do not let it be cut.");
		}
		return new KnownReader(calls, stream, readers, together ? name : "", options.trim(), options.lookout());
	}

	private Processing sql(ProcessorDefinition definition, StreamOptions options) {
		return new Processing(definition, options, this.codec, definition.id(), (stream) -> {
			throw new StreamMisconfiguredException(
					"The processor '" + definition.id() + "' commits in a database and cannot publish to '" + stream
							+ "' in the same commit",
					"Write to a table instead, or let the processor commit in Redis.");
		});
	}

	/**
	 * Returns the dead letters of a processor of any Redis stream that commits in a
	 * database.
	 * @param definition the processor
	 * @param store the database
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(ProcessorDefinition definition, SqlStreamStore store) {
		return new SqlDeadLetters(store.letters(definition.id()), definition.stream(), this.connections);
	}

	/**
	 * Returns the dead letters of a processor of any Redis stream.
	 * @param definition the processor
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(ProcessorDefinition definition) {
		return new RedisDeadLetters(this.connections, this.keys.deadLetters(definition), definition.stream());
	}

	/**
	 * Returns the dead letters of a processor of the store's events. A replay is asked of
	 * the processor itself.
	 * @param definition the processor
	 * @return its dead letters
	 */
	public DeadLetters eventDeadLetters(ProcessorDefinition definition) {
		RedisLetters letters = new RedisLetters(this.connections, this.keys.eventDeadLetters(definition));
		return new EventDeadLetters(letters,
				(id, partition) -> letters.ask(id, this.keys.replays(definition, partition)), this.codec);
	}

	/**
	 * Returns the dead letters of a processor of the store's events that commits in a
	 * database. A replay is asked of the processor itself.
	 * @param definition the processor
	 * @param store the database
	 * @return its dead letters
	 */
	public DeadLetters eventDeadLetters(ProcessorDefinition definition, SqlStreamStore store) {
		SqlLetters letters = store.letters(definition.id());
		return new EventDeadLetters(letters, (id, partition) -> letters.ask(id, this.keys.row(definition, partition)),
				this.codec);
	}

	/**
	 * Creates a container for a consumer of a group. Makes the group if there is none,
	 * from the beginning of the stream.
	 * @param definition what it handles
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer listener(QueueDefinition definition, StreamOptions options, StreamListener listener) {
		return new StreamLoop(definition.id(), options, listener, this.threads, () -> requireShorter(options.block()),
				() -> List.of(new QueueTask(definition, options, this.codec,
						group(definition.stream(), definition.group(), options), listener)));
	}

	/**
	 * Creates a queue over a group, for messages that are fetched by hand. Makes the
	 * group if there is none, from the beginning of the stream.
	 * @param <M> the messages
	 * @param stream the stream
	 * @param group the group; its consumers share the messages
	 * @param message the class of the messages
	 * @param options how it reads
	 * @return a queue, to be closed
	 */
	public <M> StreamQueue<M> queue(String stream, String group, Class<M> message, StreamOptions options) {
		requireShorter(options.block());
		QueueDefinition.require(stream, "stream");
		QueueDefinition.require(group, "group");
		return new RedisStreamQueue<>(stream, message, options, this.codec, this.connections,
				group(stream, group, options));
	}

	private GroupCalls group(String stream, String group, StreamOptions options) {
		StreamCalls calls = new StreamCalls(this.connections);
		return new GroupCalls(calls, stream, group, UUID.randomUUID().toString(), this.keys.deadLetters(stream, group),
				options.claimAfter(), reader(calls, stream, "", options));
	}

	/**
	 * Returns the dead letters of a group.
	 * @param stream the stream
	 * @param group the group
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(String stream, String group) {
		return new RedisDeadLetters(this.connections, this.keys.deadLetters(stream, group), stream);
	}

	/**
	 * Returns the processors of a stream that are known as its readers, and how far each
	 * has come. Consumer groups are not among them; Redis knows these itself.
	 * @param stream the stream
	 * @return positions by the id of the processor
	 */
	public Map<String, String> readers(String stream) {
		try (RedisConnection connection = this.connections.open()) {
			Map<String, String> readers = new TreeMap<>();
			Map<byte[], byte[]> known = connection.hashCommands().hGetAll(Publication.utf8(this.keys.readers(stream)));
			if (known != null) {
				known.forEach((name, position) -> readers.put(new String(name, StandardCharsets.UTF_8),
						new String(position, StandardCharsets.UTF_8)));
			}
			return readers;
		}
	}

	/**
	 * Forgets a processor that is gone for good, so that its stream can be cut beyond
	 * where it had come. One that still runs is known again with its next commit.
	 * @param stream the stream
	 * @param processor the id of the processor
	 * @return whether it was known
	 */
	public boolean forgetReader(String stream, String processor) {
		try (RedisConnection connection = this.connections.open()) {
			Long gone = connection.hashCommands()
				.hDel(Publication.utf8(this.keys.readers(stream)), Publication.utf8(processor));
			return gone != null && gone > 0;
		}
	}

	private Processing processing(ProcessorDefinition definition, StreamOptions options, String key, String dead) {
		SlotRule rule = new SlotRule(definition.id(), key);
		return new Processing(definition, options, this.codec, dead, (stream) -> {
			if (this.connections.isCluster()) {
				rule.check(stream);
			}
		});
	}

	private void check(Processing processing, Duration block) {
		requireShorter(block);
		processing.definition().publishes().forEach((stream) -> processing.rule().check(stream));
	}

	private void requireShorter(Duration block) {
		this.connections.commandTimeout().ifPresent((timeout) -> {
			if (block.compareTo(timeout) >= 0) {
				throw new StreamMisconfiguredException(
						"A read of a stream waits for " + block + ", and the command timeout of the driver is "
								+ timeout + ": every wait would end in an error",
						"Set escrowmint.streams.block to less, or spring.data.redis.timeout to more.");
			}
		});
	}

	/**
	 * Disconnects. Containers that still run meet errors.
	 */
	@Override
	public void close() {
		this.connections.close();
	}

}
