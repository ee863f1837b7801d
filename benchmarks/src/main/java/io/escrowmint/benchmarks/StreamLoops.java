package io.escrowmint.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.escrowmint.stream.JacksonStreamCodec;
import io.escrowmint.stream.PoisonPolicy;
import io.escrowmint.stream.ProcessorDefinition;
import io.escrowmint.stream.RedisStreams;
import io.escrowmint.stream.StreamCodec;
import io.escrowmint.stream.StreamContainer;
import io.escrowmint.stream.StreamListener;
import io.escrowmint.stream.StreamOptions;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Loops over a stream of numbers that count and sum them. Each call fills a stream of its
 * own and removes it again.
 */
final class StreamLoops implements AutoCloseable {

	private static final StreamCodec CODEC = new JacksonStreamCodec(JsonMapper.shared());

	private final LettuceConnectionFactory factory;

	private final RedisStreams streams;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private int run;

	StreamLoops(RedisURI uri) {
		this.factory = EscrowMintContender.connectionFactory(uri);
		this.streams = new RedisStreams(this.factory, "stream-benchmark", CODEC, Thread::new);
		this.client = RedisClient.create(uri);
		this.connection = this.client.connect();
	}

	/**
	 * A consumer of a group that keeps its state in memory: XREADGROUP and XACK, and
	 * nothing that would survive a crash.
	 * @return microseconds a message
	 */
	double bare(int batch, int messages) throws Exception {
		String stream = fill(messages);
		RedisCommands<String, String> redis = this.connection.sync();
		redis.xgroupCreate(XReadArgs.StreamOffset.from(stream, "0"), "g");
		Tally tally = new Tally(0, 0);
		long began = System.nanoTime();
		for (int done = 0; done < messages;) {
			List<StreamMessage<String, String>> read = redis.xreadgroup(Consumer.from("g", "c"),
					XReadArgs.Builder.count(batch).block(1_000), XReadArgs.StreamOffset.lastConsumed(stream));
			for (StreamMessage<String, String> message : read) {
				tally = tally.plus(numeral(message));
			}
			redis.xack(stream, "g", read.stream().map(StreamMessage::getId).toArray(String[]::new));
			done += read.size();
		}
		double micros = micros(began, messages);
		require(tally.count() == messages);
		redis.del(stream);
		return micros;
	}

	private static Numeral numeral(StreamMessage<String, String> message) {
		byte[] payload = Objects.requireNonNull(message.getBody().get("payload")).getBytes(StandardCharsets.UTF_8);
		return (Numeral) Objects.requireNonNull(CODEC.read(payload, Numeral.class));
	}

	/**
	 * A processor whose state and position are committed together.
	 * @param publishes whether it also publishes a message for each it handles
	 * @return microseconds a message
	 */
	double processor(int batch, int messages, boolean publishes) throws Exception {
		String stream = fill(messages);
		String out = stream + "-out";
		CountDownLatch left = new CountDownLatch(messages);
		StreamContainer container = this.streams.processor(definition(stream, publishes ? out : null),
				StreamOptions.DEFAULTS.withBatch(batch).withPoison(PoisonPolicy.BLOCK, 3), new StreamListener() {

					@Override
					public void committed(String name, int count, Duration elapsed) {
						for (int message = 0; message < count; message++) {
							left.countDown();
						}
					}

				});
		long began = System.nanoTime();
		container.start();
		require(left.await(5, TimeUnit.MINUTES));
		double micros = micros(began, messages);
		require(container.stop(Duration.ofSeconds(10)));
		require(this.connection.sync().xlen(out) == (publishes ? messages : 0));
		this.connection.sync().del(stream, out);
		return micros;
	}

	private static ProcessorDefinition definition(String stream, @Nullable String out) {
		return ProcessorDefinition.of(stream, stream, Tally.class, Numeral.class, (tally, number, tx) -> {
			if (out != null) {
				tx.publish(out, Map.of("value", number.value()));
			}
			return ((tally != null) ? tally : new Tally(0, 0)).plus(number);
		});
	}

	private String fill(int messages) throws Exception {
		String stream = "stream-benchmark-" + this.run++;
		RedisFuture<String> last = add(stream, 1);
		for (int message = 2; message <= messages; message++) {
			last = add(stream, message);
		}
		last.get(1, TimeUnit.MINUTES);
		return stream;
	}

	private RedisFuture<String> add(String stream, int number) {
		return this.connection.async().xadd(stream, Map.of("payload", "{\"value\":" + number + "}"));
	}

	private static double micros(long began, int messages) {
		return (System.nanoTime() - began) / 1_000.0 / messages;
	}

	private static void require(boolean holds) {
		if (!holds) {
			throw new IllegalStateException("Not all messages were handled once");
		}
	}

	@Override
	public void close() {
		this.streams.close();
		this.connection.close();
		this.client.shutdown(0, 1, TimeUnit.SECONDS);
		this.factory.destroy();
	}

	/**
	 * A message.
	 *
	 * @param value any number
	 */
	record Numeral(long value) {

	}

	/**
	 * A state.
	 *
	 * @param count of messages
	 * @param sum of their values
	 */
	record Tally(long count, long sum) {

		Tally plus(Numeral number) {
			return new Tally(this.count + 1, this.sum + number.value());
		}

	}

}
