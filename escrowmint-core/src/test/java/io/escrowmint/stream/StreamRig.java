package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.Range;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams under names of their own, the containers that read them, and short words for
 * what tests look at. Whatever was started is stopped on close.
 */
final class StreamRig implements AutoCloseable {

	static final StreamOptions QUICK = new StreamOptions(Duration.ofMillis(50), Duration.ofMillis(10), 8,
			PoisonPolicy.DEAD_LETTER, 3, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(500),
			Duration.ofMillis(300), Duration.ofSeconds(5));

	static final StreamCodec CODEC = new JacksonStreamCodec(JsonMapper.shared());

	private final String prefix;

	private final StatefulRedisConnection<String, String> connection;

	private final RedisStreams streams;

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	private StreamRig(String prefix, RedisConnectionFactory factory, RedisClient client) {
		this.prefix = prefix;
		this.connection = client.connect();
		this.streams = streams(factory);
	}

	static StreamRig shared() {
		return on(TestRedis.shared().connectionFactory(), TestRedis.shared().client());
	}

	static StreamRig on(RedisConnectionFactory factory, RedisClient client) {
		return new StreamRig("test-" + UUID.randomUUID(), factory, client);
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * Streams as another process would open them.
	 */
	RedisStreams streams(RedisConnectionFactory factory) {
		RedisStreams made = new RedisStreams(factory, this.prefix, CODEC, Thread::new);
		this.open.push(made);
		return made;
	}

	RedisStreams streams() {
		return this.streams;
	}

	RedisCommands<String, String> redis() {
		return this.connection.sync();
	}

	String prefix() {
		return this.prefix;
	}

	String in() {
		return this.prefix + ":in";
	}

	String out() {
		return this.prefix + ":out";
	}

	void add(long first, long last) {
		LongStream.rangeClosed(first, last).forEach((number) -> addPayload("{\"value\":" + number + "}"));
	}

	String addPayload(String payload) {
		return redis().xadd(in(), Map.of("payload", payload));
	}

	/**
	 * A processor that keeps a tally and publishes each number.
	 */
	ProcessorDefinition tally() {
		return tally((number) -> {
		});
	}

	ProcessorDefinition tally(Check check) {
		return ProcessorDefinition.of("tally", in(), Tally.class, Numeral.class, (tally, number, tx) -> {
			Tally next = Tally.add(tally, number.value());
			tx.publish(out(), Map.of("number", number.value(), "count", next.count()));
			check.accept(number.value());
			return next;
		});
	}

	StreamContainer start(ProcessorDefinition definition, StreamOptions options) {
		return start(this.streams.processor(definition, options, StreamListener.NONE));
	}

	StreamContainer start(StreamContainer container) {
		container.start();
		this.open.push(() -> assertThat(container.stop(Duration.ofSeconds(60))).isTrue());
		return container;
	}

	/**
	 * Stops a container whose handler ends only by an interrupt, and then gives its
	 * thread all the time that it needs to end.
	 */
	static boolean isStoppedByAnInterrupt(StreamContainer container) {
		return container.stop(Duration.ofMillis(300)) || container.stop(Duration.ofSeconds(30));
	}

	String key(ProcessorDefinition definition) {
		return new StreamKeys(this.prefix).processor(definition);
	}

	@Nullable String position(ProcessorDefinition definition) {
		return redis().hget(key(definition), "position");
	}

	@Nullable Tally state(ProcessorDefinition definition) {
		String state = redis().hget(key(definition), "state");
		return (state != null && !state.isEmpty()) ? (Tally) CODEC.read(Publication.utf8(state), Tally.class) : null;
	}

	List<Long> published() {
		return redis().xrange(out(), Range.unbounded())
			.stream()
			.map((entry) -> Long.valueOf(entry.getBody().get("number")))
			.toList();
	}

	static List<Long> numbers(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toList();
	}

	@Override
	public void close() throws Exception {
		while (!this.open.isEmpty()) {
			this.open.pop().close();
		}
		this.connection.close();
	}

	/**
	 * Looks at a number, and may throw.
	 */
	@FunctionalInterface
	interface Check {

		void accept(long number) throws Exception;

	}

}
