package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.store.EventLog;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes the containers that read streams of Redis 6.2 and newer: standalone, Sentinel or
 * Cluster. Whoever starts them stops them, and then closes this. Thread-safe.
 */
public final class RedisStreams implements AutoCloseable {

	private final StreamBasis basis;

	private final StreamReaders readers;

	private final ProcessorContainers processors;

	/**
	 * Creates streams. Does not connect yet.
	 * @param factory the connection factory of the application; of Lettuce, a sibling of
	 * it is used that never sends a command twice
	 * @param prefix begins every key that is not the application's
	 * @param codec writes states and messages
	 * @param threads makes the threads of containers
	 */
	public RedisStreams(RedisConnectionFactory factory, String prefix, StreamCodec codec, ThreadFactory threads) {
		this.basis = new StreamBasis(new PrimaryConnections(factory), new StreamKeys(prefix), codec, threads);
		this.readers = new StreamReaders(this.basis);
		this.processors = new ProcessorContainers(this.basis, this.readers);
	}

	/**
	 * Creates a container for a processor of any Redis stream.
	 * @param definition the processor
	 * @param options how it reads
	 * @param listener hears
	 * @return a container that is not started
	 */
	public StreamContainer processor(ProcessorDefinition definition, StreamOptions options, StreamListener listener) {
		return this.processors.ofStream(definition, options, listener);
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
		return this.processors.ofEvents(definition, events, options, listener);
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
		return this.processors.ofStream(definition, store, options, listener);
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
		return this.processors.ofEvents(definition, events, store, options, listener);
	}

	/**
	 * Returns the dead letters of a processor of any Redis stream that commits in a
	 * database.
	 * @param definition the processor
	 * @param store the database
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(ProcessorDefinition definition, SqlStreamStore store) {
		return new SqlDeadLetters(store.letters(this.basis.keys().letters(definition)), definition.stream(),
				this.basis.connections());
	}

	/**
	 * Returns the dead letters of a processor of any Redis stream.
	 * @param definition the processor
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(ProcessorDefinition definition) {
		return new RedisDeadLetters(this.basis.connections(), this.basis.keys().deadLetters(definition),
				definition.stream());
	}

	/**
	 * Returns the dead letters of a processor of the store's events. A replay is asked of
	 * the processor itself.
	 * @param definition the processor
	 * @return its dead letters
	 */
	public DeadLetters eventDeadLetters(ProcessorDefinition definition) {
		RedisLetters letters = new RedisLetters(this.basis.connections(),
				this.basis.keys().eventDeadLetters(definition));
		return new EventDeadLetters(letters,
				(id, partition) -> letters.ask(id, this.basis.keys().replays(definition, partition)),
				this.basis.codec());
	}

	/**
	 * Returns the dead letters of a processor of the store's events that commits in a
	 * database. A replay is asked of the processor itself.
	 * @param definition the processor
	 * @param store the database
	 * @return its dead letters
	 */
	public DeadLetters eventDeadLetters(ProcessorDefinition definition, SqlStreamStore store) {
		SqlLetters letters = store.letters(this.basis.keys().letters(definition));
		return new EventDeadLetters(letters,
				(id, partition) -> letters.ask(id, this.basis.keys().row(definition, partition)), this.basis.codec());
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
		String handled = this.basis.keys().handled(definition.stream(), definition.group());
		return new StreamLoop(definition.id(), options, listener, this.basis.threads(),
				() -> this.basis.requireShorter(options.block()),
				() -> List.of(new QueueTask(definition, handled, options, this.basis.codec(),
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
		this.basis.requireShorter(options.block());
		QueueDefinition.require(stream, "stream");
		QueueDefinition.require(group, "group");
		return new RedisStreamQueue<>(stream, message, options, this.basis.codec(), this.basis.connections(),
				group(stream, group, options));
	}

	private GroupCalls group(String stream, String group, StreamOptions options) {
		StreamCalls calls = this.basis.calls();
		return new GroupCalls(calls, stream, group, UUID.randomUUID().toString(),
				this.basis.keys().deadLetters(stream, group), options.claimAfter(),
				this.readers.reader(calls, stream, "", options));
	}

	/**
	 * Returns the dead letters of a group.
	 * @param stream the stream
	 * @param group the group
	 * @return its dead letters
	 */
	public DeadLetters deadLetters(String stream, String group) {
		return new RedisDeadLetters(this.basis.connections(), this.basis.keys().deadLetters(stream, group), stream);
	}

	/**
	 * Returns the processors of a stream that are known as its readers, and how far each
	 * has come: those of this prefix. Consumer groups are not among them; Redis knows
	 * these itself.
	 * @param stream the stream
	 * @return positions by the id of the processor
	 */
	public Map<String, String> readers(String stream) {
		return this.readers.positions(stream);
	}

	/**
	 * Forgets a processor that is gone for good, so that its stream can be cut beyond
	 * where it had come. One that still runs is known again with its next commit.
	 * @param stream the stream
	 * @param processor the id of the processor
	 * @return whether it was known
	 */
	public boolean forgetReader(String stream, String processor) {
		return this.readers.forget(stream, processor);
	}

	/**
	 * Disconnects. Containers that still run meet errors.
	 */
	@Override
	public void close() {
		this.basis.connections().close();
	}

}
