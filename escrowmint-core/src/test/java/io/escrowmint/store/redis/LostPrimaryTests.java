package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that is gone while its connections stand, which the driver does not notice.
 */
@Timeout(180)
class LostPrimaryTests {

	private static final Duration TIMEOUT = Duration.ofMillis(800);

	@Test
	void primaryThatVanishesWithoutAWordIsLeft() {
		try (OpenStore direct = OpenStore.on(TestRedis.shared().connectionFactory());
				FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());
				OpenStore store = OpenStore
					.on(proxy.connectionFactory(), direct.prefix(), (options) -> options.withTimeout(TIMEOUT))
					.connected()) {
			direct.topUp("w", 1_000);
			assertThat(store.apply(Consume.of("w", 1)).applied()).isTrue();
			proxy.vanish();
			int unknown = 0;
			long begun = System.nanoTime();
			while (!isApplied(store)) {
				unknown++;
				assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(OpenStore.PATIENCE);
			}
			assertThat(unknown).isPositive();
			assertThat(direct.figures("w").spent()).isBetween(2L, 2L + unknown);
			assertThat(store.apply(Consume.of("w", 1)).applied()).isTrue();
		}
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

	/**
	 * Gives a call the time to fail.
	 */
	private static boolean settled(CompletableFuture<?> call) {
		return Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(call::isDone, (done) -> true);
	}

}
