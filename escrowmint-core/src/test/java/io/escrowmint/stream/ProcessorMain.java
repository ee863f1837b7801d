package io.escrowmint.stream;

import java.time.Duration;
import java.util.Map;

import io.escrowmint.testing.RedisClients;
import io.lettuce.core.RedisURI;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of several JVMs that run the same processor until their input ends, or until they
 * are killed.
 */
final class ProcessorMain {

	private ProcessorMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				RedisStreams streams = new RedisStreams(redis.connectionFactory(), arguments[1],
						new JacksonStreamCodec(JsonMapper.shared()), Thread::new)) {
			String out = arguments[3];
			ProcessorDefinition definition = ProcessorDefinition.of("tally", arguments[2], Tally.class, Numeral.class,
					(tally, number, tx) -> {
						Tally next = Tally.add(tally, number.value());
						tx.publish(out, Map.of("number", number.value(), "count", next.count()));
						if (number.value() == Long.getLong("poison", -1)) {
							Runtime.getRuntime().halt(9);
						}
						return next;
					});
			StreamContainer container = streams.processor(definition, StreamRig.QUICK, StreamListener.NONE);
			container.start();
			System.out.println("ready");
			while (System.in.read() >= 0) {
				Thread.onSpinWait();
			}
			container.stop(Duration.ofSeconds(5));
		}
		System.exit(0);
	}

}
