package io.escrowmint.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The servers and processes of the rig do what the tests that rely on them believe.
 */
@Timeout(120)
class RigTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void sharedServerAnswersPing() {
		assertThat(TestRedis.shared()).isSameAs(TestRedis.shared());
		assertThat(ping(TestRedis.shared().connectionFactory())).isEqualTo("PONG");
		try (StatefulRedisConnection<String, String> connection = TestRedis.shared().client().connect()) {
			assertThat(connection.sync().ping()).isEqualTo("PONG");
		}
	}

	@Test
	void killedServerComesBackOnItsPortWithoutUnsavedKeys() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start()) {
			StringRedisTemplate template = new StringRedisTemplate(redis.connectionFactory());
			template.opsForValue().set("kept", "1");
			redis.kill();
			assertThat(redis.isRunning()).isFalse();
			redis.start();
			await(() -> "1".equals(template.opsForValue().get("kept")));
			redis.restart();
			await(() -> "1".equals(template.opsForValue().get("kept")));
		}
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start()) {
			StringRedisTemplate template = new StringRedisTemplate(redis.connectionFactory());
			template.opsForValue().set("lost", "1");
			redis.restart();
			await(() -> !template.hasKey("lost"));
		}
	}

	@Test
	void settingsAndPasswordReachTheServer() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("maxmemory 20mb", "requirepass secret").start();
				StatefulRedisConnection<String, String> connection = redis.client().connect()) {
			assertThat(connection.sync().configGet("maxmemory")).containsValue("20971520");
			assertThat(ping(redis.connectionFactory())).isEqualTo("PONG");
		}
	}

	@Test
	void serverThatCannotStartFailsWithItsLog() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("no-such-setting 1")) {
			assertThatIllegalStateException().isThrownBy(redis::start).withMessageContaining("no-such-setting");
		}
	}

	@Test
	void olderServerRunsToo() {
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start();
				StatefulRedisConnection<String, String> connection = redis.client().connect()) {
			assertThat(connection.sync().info("server")).contains("redis_version:6.2.11");
		}
	}

	@Test
	void pausedServerTimesOutAndHealsWhenResumed() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				StatefulRedisConnection<String, String> connection = redis.client().connect()) {
			connection.setTimeout(Duration.ofMillis(300));
			redis.pause();
			assertThatExceptionOfType(RedisCommandTimeoutException.class).isThrownBy(connection.sync()::ping);
			connection.setTimeout(PATIENCE);
			redis.resume();
			assertThat(connection.sync().ping()).isEqualTo("PONG");
			redis.pause();
			redis.stop();
			assertThat(redis.isRunning()).isFalse();
		}
	}

	@Test
	void clusterSpreadsKeysOverThreeNodes() {
		EmbeddedCluster cluster = EmbeddedCluster.shared();
		StringRedisTemplate template = new StringRedisTemplate(cluster.connectionFactory());
		for (int i = 0; i < 100; i++) {
			template.opsForValue().set("spread:" + i, "value " + i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(template.opsForValue().get("spread:" + i)).isEqualTo("value " + i);
		}
		for (int i = 0; i < 3; i++) {
			try (StatefulRedisConnection<String, String> connection = cluster.node(i).client().connect()) {
				assertThat(connection.sync().dbsize()).isPositive();
			}
		}
	}

	@Test
	void clusterNodeCanBeKilledAndRestarted() {
		try (EmbeddedCluster cluster = EmbeddedCluster.start("cluster-require-full-coverage no")) {
			cluster.node(1).kill();
			StringRedisTemplate survivor = new StringRedisTemplate(cluster.connectionFactory());
			survivor.opsForValue().set("bar", "in the first third");
			assertThat(survivor.opsForValue().get("bar")).isEqualTo("in the first third");
			cluster.node(1).start();
			cluster.awaitReady();
		}
	}

	@Test
	void secondJvmRunsAndCanBeKilled() throws Exception {
		RedisURI uri = TestRedis.shared().uri();
		try (JvmProcess jvm = JvmProcess.start(EchoMain.class, Map.of("greeting", "hello"), uri.getHost())) {
			jvm.awaitOutput("hello " + uri.getHost(), PATIENCE);
			jvm.send("ping");
			jvm.awaitOutput("heard ping", PATIENCE);
			jvm.pause();
			jvm.send("frozen");
			jvm.resume();
			jvm.awaitOutput("heard frozen", PATIENCE);
			assertThat(jvm.reader().readLine()).isEqualTo("hello " + uri.getHost());
			jvm.kill9();
			assertThat(jvm.isAlive()).isFalse();
			assertThat(jvm.waitFor(PATIENCE)).isEqualTo(137);
		}
		try (JvmProcess jvm = JvmProcess.start(EchoMain.class, "end")) {
			jvm.send("exit");
			assertThat(jvm.waitFor(PATIENCE)).isZero();
		}
	}

	private static String ping(LettuceConnectionFactory factory) {
		return new String((byte[]) Objects.requireNonNull(ask(factory, "PING")), StandardCharsets.US_ASCII);
	}

	private static @Nullable Object ask(LettuceConnectionFactory factory, String command) {
		try (RedisConnection connection = factory.getConnection()) {
			return connection.execute(command);
		}
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(condition::getAsBoolean);
	}

}
