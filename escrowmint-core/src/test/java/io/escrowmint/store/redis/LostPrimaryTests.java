package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that is gone while its connections stand: it lost its power, or it became a
 * replica. The driver notices neither.
 */
@Timeout(180)
class LostPrimaryTests {

	private static final Duration TIMEOUT = Duration.ofMillis(800);

	@Test
	void primaryThatVanishesWithoutAWordIsLeft() {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory()).connected();
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = direct.beside(proxy.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", 1_000);
			int before = failuresUntilApplied(store);
			proxy.vanish();
			int unknown = failuresUntilApplied(store);
			assertThat(unknown).isPositive();
			assertThat(direct.figures("w").spent()).isBetween(2L, 2L + before + unknown);
			failuresUntilApplied(store);
		}
	}

	private static int failuresUntilApplied(OpenStore store) {
		int failures = 0;
		long begun = System.nanoTime();
		while (!isApplied(store)) {
			failures++;
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(OpenStore.PATIENCE);
		}
		return failures;
	}

	private static boolean isApplied(OpenStore store) {
		try {
			return store.apply(Consume.of("w", 1)).applied();
		}
		catch (OutcomeUnknownException | StoreUnavailableException ex) {
			return false;
		}
	}

	@Test
	void primaryThatBecameAReplicaIsLeftForTheOneThatTookItsPlace() {
		try (EmbeddedRedis first = EmbeddedRedis.version7().start();
				EmbeddedRedis second = EmbeddedRedis.version7("replicaof 127.0.0.1 " + first.port()).start();
				FlakyProxy proxy = FlakyProxy.before(first.uri());
				OpenStore store = patient(proxy.connectionFactory());
				StatefulRedisConnection<String, String> administrator = first.client().connect();
				StatefulRedisConnection<String, String> other = second.client().connect()) {
			store.topUp("w", 10);
			Awaitility.await().until(() -> {
				administrator.sync().incr("marker of the test");
				return administrator.sync().waitForReplication(1, 1000) == 1;
			});
			other.sync().replicaofNoOne();
			administrator.sync().replicaof(second.host(), second.port());
			proxy.leadTo(second.uri());
			assertThat(store.apply(Consume.of("w", 1)).applied()).isTrue();
			assertThat(other.sync().role().get(0)).isEqualTo("master");
			assertThat(store.figures("w").spent()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callWaitsForAReplicaThatBecomesThePrimary(boolean version7) {
		try (EmbeddedRedis redis = (version7 ? EmbeddedRedis.version7() : EmbeddedRedis.version62()).start();
				OpenStore store = patient(redis.connectionFactory());
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			store.topUp("w", 10);
			administrator.sync().replicaof("127.0.0.1", 1);
			CompletableFuture<ConsumeResult> call = store.send(Consume.of("w", 1));
			assertThat(settled(call)).isFalse();
			administrator.sync().replicaofNoOne();
			assertThat(OpenStore.join(call).applied()).isTrue();
			assertThat(store.figures("w").spent()).isEqualTo(1);
		}
	}

	@Test
	void callWaitsForReplicas() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				OpenStore store = patient(redis.connectionFactory());
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			store.topUp("w", 10);
			administrator.sync().configSet("min-replicas-to-write", "1");
			CompletableFuture<ConsumeResult> call = store.send(Consume.of("w", 1));
			assertThat(settled(call)).isFalse();
			administrator.sync().configSet("min-replicas-to-write", "0");
			assertThat(OpenStore.join(call).applied()).isTrue();
			assertThat(store.figures("w").spent()).isEqualTo(1);
		}
	}

	@Test
	void timeoutOfTheStoreDecidesAndNotThatOfTheDriver() {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri())) {
			LettuceConnectionFactory impatient = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration(proxy.host(), proxy.port()),
					RedisClients.clientConfiguration()
						.commandTimeout(Duration.ofMillis(500))
						.clientOptions(ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled()).build())
						.build());
			impatient.afterPropertiesSet();
			impatient.start();
			try (OpenStore store = OpenStore.on(impatient, (options) -> options.withTimeout(OpenStore.PATIENCE))) {
				Awaitility.await().until(store.store()::connect);
				store.topUp("w", 10);
				proxy.stallReplies();
				CompletableFuture<ConsumeResult> call = store.send(Consume.of("w", 1));
				assertThat(settled(call)).isFalse();
				proxy.resumeReplies();
				assertThat(OpenStore.join(call).applied()).isTrue();
			}
			finally {
				impatient.destroy();
			}
		}
	}

	private static OpenStore patient(LettuceConnectionFactory factory) {
		return OpenStore.on(factory, (options) -> options.withTimeout(OpenStore.PATIENCE)).connected();
	}

	/**
	 * Gives a call the time to fail.
	 */
	private static boolean settled(CompletableFuture<?> call) {
		return Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(call::isDone, (done) -> true);
	}

}
