package io.escrowmint.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The proxy breaks what it says, and heals.
 */
@Timeout(120)
class FlakyProxyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void proxyLosesTheReplyOfAnAppliedCommand() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				FlakyProxy proxy = FlakyProxy.before(redis.uri());
				StatefulRedisConnection<String, String> direct = redis.client().connect();
				StatefulRedisConnection<String, String> broken = atMostOnce(proxy.client()).connect()) {
			RedisCommands<String, String> commands = broken.sync();
			assertThat(commands.ping()).isEqualTo("PONG");
			proxy.dropRepliesThenCut();
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> commands.incr("counter"))
				.isNotInstanceOf(RedisCommandTimeoutException.class);
			assertThat(direct.sync().get("counter")).isEqualTo("1");
			assertThat(proxy.counts().lostReplies()).isEqualTo(1);
			await(() -> proxy.counts().resets() == 1);
			await(() -> "PONG".equals(commands.ping()));
			assertThat(direct.sync().get("counter")).isEqualTo("1");
		}
	}

	@Test
	void proxyCutsHangsUpAndRefuses() {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				StatefulRedisConnection<String, String> connection = atMostOnce(proxy.client()).connect()) {
			proxy.cut();
			await(() -> "PONG".equals(connection.sync().ping()));
			proxy.hangUp();
			await(() -> "PONG".equals(connection.sync().ping()));
			proxy.refuse(true);
			proxy.cut();
			await(() -> proxy.counts().refused() > 0);
			assertThatExceptionOfType(RedisException.class).isThrownBy(connection.sync()::ping);
			proxy.refuse(false);
			await(() -> "PONG".equals(connection.sync().ping()));
			assertThat(proxy.counts().resets()).isEqualTo(2);
			assertThat(proxy.counts().hangUps()).isEqualTo(1);
		}
	}

	@Test
	void stalledRepliesArriveInOrderWhenResumed() throws Exception {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				StatefulRedisConnection<String, String> connection = proxy.client().connect()) {
			proxy.stallReplies();
			RedisFuture<String> first = connection.async().echo("first");
			RedisFuture<String> second = connection.async().echo("second");
			assertThat(first.await(200, TimeUnit.MILLISECONDS)).isFalse();
			proxy.resumeReplies();
			assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("second");
			assertThat(first.get()).isEqualTo("first");
		}
	}

	@Test
	void chaosBreaksConnectionsUntilClosed() {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				StatefulRedisConnection<String, String> connection = atMostOnce(proxy.client()).connect()) {
			try (ProxyChaos chaos = proxy.chaos(42, Duration.ofMillis(20))) {
				assertThat(chaos).isNotNull();
				Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
					connection.sync().ping();
					return proxy.counts().faults() > 20 && proxy.counts().lostReplies() > 0;
				});
			}
			await(() -> "PONG".equals(connection.sync().ping()));
		}
	}

	private static RedisClient atMostOnce(RedisClient client) {
		client.setOptions(ClientOptions.builder()
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.build());
		return client;
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(condition::getAsBoolean);
	}

}
