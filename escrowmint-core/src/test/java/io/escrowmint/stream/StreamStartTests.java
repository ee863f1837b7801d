package io.escrowmint.stream;

import java.time.Duration;
import java.util.Map;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.escrowmint.stream.StreamRig.CODEC;
import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is refused before anything is read, and where streams lie in a cluster.
 */
@Timeout(120)
class StreamStartTests {

	@Test
	void blockThatOutlastsTheCommandTimeoutIsRefused() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				LettuceConnectionFactory.createRedisConfiguration(TestRedis.shared().uri()),
				RedisClients.clientConfiguration().commandTimeout(Duration.ofMillis(200)).build());
		factory.afterPropertiesSet();
		factory.start();
		try (RedisStreams streams = new RedisStreams(factory, "start", CODEC, Thread::new)) {
			StreamOptions slow = new StreamOptions(Duration.ofMillis(200), Duration.ofMillis(10), 8,
					PoisonPolicy.DEAD_LETTER, 3, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(500),
					Duration.ofMillis(300), Duration.ofSeconds(5));
			StreamContainer container = streams.processor(counter("in"), slow, StreamListener.NONE);
			assertThatExceptionOfType(StreamMisconfiguredException.class).isThrownBy(container::start)
				.withMessageContaining("PT0.2S")
				.satisfies((ex) -> assertThat(ex.action()).contains("escrowmint.streams.block",
						"spring.data.redis.timeout"));
			assertThat(container.isRunning()).isFalse();
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void wrongOptionsAreNamed() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> QUICK.withBatch(0))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("streams.batch"));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> QUICK.withPoison(PoisonPolicy.BLOCK, 0))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("streams.max-deliveries"));
	}

	@Test
	void streamsOfAClusterShareTheSlotOfTheProcessor() {
		try (RedisStreams streams = new RedisStreams(EmbeddedCluster.shared().connectionFactory(), "start", CODEC,
				Thread::new)) {
			ProcessorDefinition apart = counter("in-{a}").publishing("out-{a}", "more-{b}");
			StreamContainer container = streams.processor(apart, QUICK, StreamListener.NONE);
			assertThatExceptionOfType(StreamMisconfiguredException.class).isThrownBy(container::start)
				.withMessageContaining("'more-{b}'")
				.satisfies((ex) -> assertThat(ex.action()).contains("{a}", "'b'"));
		}
	}

	@Test
	void processorOfAClusterReadsElsewhereAndPublishesBesideItsState() {
		String run = "start-" + System.nanoTime();
		RedisURI uri = EmbeddedCluster.shared().uris().get(0);
		RedisClusterClient client = RedisClusterClient.create(uri);
		try (RedisStreams streams = new RedisStreams(EmbeddedCluster.shared().connectionFactory(), run, CODEC,
				Thread::new); var connection = client.connect()) {
			String in = run + "-in-{elsewhere}";
			String out = run + "-out-{here}";
			ProcessorDefinition processor = ProcessorDefinition
				.of("copy", in, Tally.class, Numeral.class, (tally, number, tx) -> {
					tx.publish((number.value() == 2) ? run + "{there}" : out, Map.of("number", number.value()));
					return Tally.add(tally, number.value());
				})
				.publishing(out);
			for (int number = 1; number <= 3; number++) {
				connection.sync().xadd(in, Map.of("payload", "{\"value\":" + number + "}"));
			}
			StreamContainer container = streams.processor(processor, QUICK, StreamListener.NONE);
			container.start();
			await().until(() -> connection.sync().xlen(out) == 2);
			await().until(() -> streams.readers(in).containsKey("copy"));
			await().until(() -> !streams.deadLetters(processor).list(null, 10).isEmpty());
			assertThat(container.stop(Duration.ofSeconds(5))).isTrue();
			DeadLetter dead = streams.deadLetters(processor).list(null, 10).get(0);
			assertThat(dead.error()).isEqualTo(StreamMisconfiguredException.class.getName());
			assertThat(streams.deadLetters(processor).replay(dead.id())).isTrue();
			assertThat(connection.sync().xlen(in)).isEqualTo(4);
			assertThat(streams.deadLetters(processor).list(null, 10)).isEmpty();
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	@Test
	void streamOfAClusterBesideWhichNothingCanLieIsReadAndNotCut() {
		String run = "start-" + System.nanoTime();
		RedisClusterClient client = RedisClusterClient.create(EmbeddedCluster.shared().uris().get(0));
		try (RedisStreams streams = new RedisStreams(EmbeddedCluster.shared().connectionFactory(), run, CODEC,
				Thread::new); var connection = client.connect()) {
			ProcessorDefinition counter = counter(run + "}odd");
			StreamContainer cutting = streams.processor(counter, QUICK.withTrim(true), StreamListener.NONE);
			assertThatExceptionOfType(StreamMisconfiguredException.class).isThrownBy(cutting::start)
				.withMessageContaining("no other key can lie in its slot");
			StreamContainer container = streams.processor(counter, QUICK, StreamListener.NONE);
			String id = connection.sync().xadd(counter.stream(), Map.of("payload", "{\"value\":1}"));
			container.start();
			await().until(() -> id.equals(connection.sync().hget(new StreamKeys(run).processor(counter), "position")));
			assertThat(container.stop(Duration.ofSeconds(5))).isTrue();
			assertThat(streams.readers(counter.stream())).isEmpty();
		}
		finally {
			client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		}
	}

	private static ProcessorDefinition counter(String stream) {
		return ProcessorDefinition.of("counter", stream, Tally.class, Numeral.class,
				(tally, number, tx) -> Tally.add(tally, number.value()));
	}

}
