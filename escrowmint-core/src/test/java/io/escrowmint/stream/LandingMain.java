package io.escrowmint.stream;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.RedisURI;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of several JVMs that land the same stream in a database until their input ends, or
 * until they are killed.
 */
final class LandingMain {

	private LandingMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				HikariDataSource pool = TestDatabase.pool(arguments[3], 2);
				RedisStreams streams = new RedisStreams(redis.connectionFactory(), arguments[1],
						new JacksonStreamCodec(JsonMapper.shared()), Thread::new)) {
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			ProcessorDefinition definition = ProcessorDefinition.of("landing", arguments[2], Tally.class, Numeral.class,
					(tally, number, tx) -> {
						jdbc.update("insert into killed (number) values (?)", number.value());
						return Tally.add(tally, number.value());
					});
			StreamContainer container = streams.processor(definition,
					new SqlStreamStore(pool, new TransactionTemplate(new JdbcTransactionManager(pool))),
					StreamRig.QUICK, StreamListener.NONE);
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
