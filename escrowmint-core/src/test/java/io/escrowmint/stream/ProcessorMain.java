package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.RedisURI;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of several JVMs that run the same processors of one stream: one that commits in
 * Redis, and one for each database that is named. They begin with the first line of its
 * input and go on until that ends, or until it is killed.
 */
final class ProcessorMain {

	private static final String POISON = "poison";

	private ProcessorMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				RedisStreams streams = new RedisStreams(redis.connectionFactory(), arguments[1],
						new JacksonStreamCodec(JsonMapper.shared()), Thread::new)) {
			List<StreamContainer> containers = new ArrayList<>();
			containers.add(streams.processor(publishing(arguments[2], arguments[3]), options(), StreamListener.NONE));
			for (int index = 4; index < arguments.length; index++) {
				containers.add(landing(streams, arguments[2], index - 4, TestDatabase.pool(arguments[index], 2)));
			}
			System.out.println("ready");
			if (System.in.read() >= 0) {
				containers.forEach(StreamContainer::start);
			}
			while (System.in.read() >= 0) {
				Thread.onSpinWait();
			}
			containers.forEach((container) -> container.stop(Duration.ofSeconds(5)));
		}
		System.exit(0);
	}

	private static StreamOptions options() {
		return StreamRig.QUICK.withPoison(PoisonPolicy.DEAD_LETTER, Integer.getInteger("deliveries", 3));
	}

	private static ProcessorDefinition publishing(String in, String out) {
		return ProcessorDefinition.of("tally", in, Tally.class, Numeral.class, (tally, number, tx) -> {
			Tally next = Tally.add(tally, number.value());
			tx.publish(out, Map.of("number", number.value(), "count", next.count()));
			if (number.value() == Long.getLong(POISON, -1)) {
				Runtime.getRuntime().halt(9);
			}
			return next;
		});
	}

	private static StreamContainer landing(RedisStreams streams, String in, int index, HikariDataSource pool) {
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		jdbc.queryForObject("select count(*) from escrowmint_stream_processor", Long.class);
		ProcessorDefinition definition = ProcessorDefinition.of("landing-" + index, in, Tally.class, Numeral.class,
				(tally, number, tx) -> {
					jdbc.update("insert into killed (number) values (?)", number.value());
					return Tally.add(tally, number.value());
				});
		return streams.processor(definition,
				new SqlStreamStore(pool, new TransactionTemplate(new JdbcTransactionManager(pool))), options(),
				StreamListener.NONE);
	}

}
