package io.escrowmint.store.redis;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lone call is one script, however it travels.
 */
@Timeout(60)
class RoundTripTests {

	private static final Pattern CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

	@Test
	void loneCallIsOneScript() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected();
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			store.topUp("w", 100);
			store.hold("w", 20);
			for (Command<?> warmUp : new Command<?>[] { Consume.of("w", 1), Consume.of("w", 1).key("k"),
					Commit.of("w", "hold-0"), Cancel.of("w", "hold-1") }) {
				store.apply(warmUp);
			}
			long before = scripts(administrator);
			store.apply(Consume.of("w", 1));
			store.apply(Consume.of("w", 1).key("k2"));
			store.apply(Commit.of("w", "hold-17"));
			store.apply(Cancel.of("w", "hold-18"));
			assertThat(scripts(administrator) - before).isEqualTo(4);
		}
	}

	private static long scripts(StatefulRedisConnection<String, String> administrator) {
		return CALLS.matcher(administrator.sync().info("commandstats"))
			.results()
			.map((MatchResult result) -> result.group(1))
			.mapToLong(Long::parseLong)
			.sum();
	}

}
