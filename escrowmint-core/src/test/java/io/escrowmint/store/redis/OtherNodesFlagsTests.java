package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.JedisClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that is being upgraded: the node that was met knows script flags, the next
 * one does not. Here it is one server, and a store that believes to have met another.
 */
@Timeout(120)
class OtherNodesFlagsTests {

	@Test
	void nodeWithoutFlagsIsSentScriptsWithoutFlags() {
		try (EmbeddedRedis old = EmbeddedRedis.version62().start()) {
			assertThatEverythingIsGivenBack(old.connectionFactory());
		}
	}

	@Test
	void nodeWithoutFlagsIsSentScriptsWithoutFlagsThroughJedis() {
		try (EmbeddedRedis old = EmbeddedRedis.version62().start()) {
			JedisConnectionFactory jedis = JedisClients.start(old.host(), old.port());
			try {
				assertThatEverythingIsGivenBack(jedis);
			}
			finally {
				jedis.destroy();
			}
		}
	}

	private static void assertThatEverythingIsGivenBack(RedisConnectionFactory factory) {
		AtomicBoolean otherNode = new AtomicBoolean(true);
		RedisStoreOptions options = new RedisStoreOptions(
				RedisStoreOptions.DEFAULTS.store().withTimeout(OpenStore.PATIENCE), "flags");
		try (RedisQuotaStore store = RedisQuotaStore.create(factory, options, (known, flags) -> new ScriptLibrary(known,
				otherNode.getAndSet(false) || flags, UnaryOperator.identity()), List::of)) {
			assertThat(store.connect()).isTrue();
			store.execute(TopUp.of("w", 2)).toCompletableFuture().join();
			for (String id : List.of("first", "second")) {
				store.execute(Reserve.of("w", 1, Duration.ofHours(1)).id(id)).toCompletableFuture().join();
				assertThat(store.execute(Cancel.of("w", id)).toCompletableFuture().join().applied()).isTrue();
			}
		}
	}

}
