package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.escrowmint.store.EventLog;

/**
 * Puts the containers of processors together: of any Redis stream or of the store's
 * events, each with commits in Redis or in a database.
 */
final class ProcessorContainers {

	private final StreamBasis basis;

	private final StreamKeys keys;

	private final StreamReaders readers;

	ProcessorContainers(StreamBasis basis, StreamReaders readers) {
		this.basis = basis;
		this.keys = basis.keys();
		this.readers = readers;
	}

	/**
	 * Reads a stream and commits in Redis.
	 */
	StreamContainer ofStream(ProcessorDefinition definition, StreamOptions options, StreamListener listener) {
		String key = this.keys.processor(definition);
		Processing processing = redis(definition, options, key, this.keys.deadLetters(definition));
		return loop(processing, listener, options.block(), () -> {
			StreamCalls calls = this.basis.calls();
			return List.of(new ProcessorTask(definition.id(), processing, source(calls, definition, options),
					new RedisCommits(calls, key, UUID.randomUUID().toString(), options.ownership()), listener));
		});
	}

	/**
	 * Reads the store's events and commits in Redis.
	 */
	StreamContainer ofEvents(ProcessorDefinition definition, EventLog events, StreamOptions options,
			StreamListener listener) {
		String any = this.keys.partition(definition, 0);
		Processing processing = redis(definition, options, any, this.keys.eventDeadLetters(definition));
		return loop(processing, listener, Duration.ZERO, () -> {
			StreamCalls calls = this.basis.calls();
			String owner = UUID.randomUUID().toString();
			return partitions(processing, events, listener, (partition) -> new RedisCommits(calls,
					this.keys.partition(definition, partition), owner, options.ownership(),
					new RedisCommits.ReplayKeys(processing.deadLetters(), this.keys.replays(definition, partition))));
		});
	}

	/**
	 * Reads a stream and commits in a database.
	 */
	StreamContainer ofStream(ProcessorDefinition definition, SqlStreamStore store, StreamOptions options,
			StreamListener listener) {
		Processing processing = sql(definition, options);
		return loop(processing, listener, options.block(), () -> List.of(new ProcessorTask(definition.id(), processing,
				source(this.basis.calls(), definition, options), new SqlCommits(store, this.keys.row(definition),
						this.keys.letters(definition), UUID.randomUUID().toString(), options.ownership(), 0),
				listener)));
	}

	/**
	 * Reads the store's events and commits in a database.
	 */
	StreamContainer ofEvents(ProcessorDefinition definition, EventLog events, SqlStreamStore store,
			StreamOptions options, StreamListener listener) {
		Processing processing = sql(definition, options);
		String owner = UUID.randomUUID().toString();
		return loop(processing, listener, Duration.ZERO,
				() -> partitions(processing, events, listener,
						(partition) -> new SqlCommits(store, this.keys.row(definition, partition),
								this.keys.letters(definition), owner, options.ownership(), options.maxDeliveries())));
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

	private StreamSource source(StreamCalls calls, ProcessorDefinition definition, StreamOptions options) {
		return new RedisStreamSource(calls, definition.stream(), options.block(),
				this.readers.reader(calls, definition.stream(), definition.id(), options));
	}

	private Processing redis(ProcessorDefinition definition, StreamOptions options, String key, String dead) {
		SlotRule rule = new SlotRule(definition.id(), key);
		return new Processing(definition, options, this.basis.codec(), dead, (stream) -> {
			if (this.basis.connections().isCluster()) {
				rule.check(stream);
			}
		});
	}

	private Processing sql(ProcessorDefinition definition, StreamOptions options) {
		return new Processing(definition, options, this.basis.codec(), definition.id(), (stream) -> {
			throw new StreamMisconfiguredException(
					"The processor '" + definition.id() + "' commits in a database and cannot publish to '" + stream
							+ "' in the same commit",
					"Write to a table instead, or let the processor commit in Redis.");
		});
	}

	private StreamContainer loop(Processing processing, StreamListener listener, Duration block,
			Supplier<List<StreamTask>> tasks) {
		return new StreamLoop(processing.definition().id(), processing.options(), listener, this.basis.threads(),
				() -> {
					this.basis.requireShorter(block);
					processing.definition().publishes().forEach((stream) -> processing.rule().check(stream));
				}, tasks);
	}

}
