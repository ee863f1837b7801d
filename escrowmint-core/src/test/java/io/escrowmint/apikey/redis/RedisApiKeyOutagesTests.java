package io.escrowmint.apikey.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyChangeUnknownException;
import io.escrowmint.apikey.ApiKeyOptions;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.IssuedApiKey;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.JedisClients;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is told of API keys, and what becomes of them, when the network to Redis breaks.
 */
@Timeout(60)
class RedisApiKeyOutagesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Instant SOON = Instant.parse("2100-01-01T00:00:00Z");

	private static final Instant LATER = Instant.parse("2200-01-01T00:00:00Z");

	private final String prefix = "test-" + UUID.randomUUID();

	private final FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri());

	private final ApiKeyStore direct = new RedisApiKeyStore(TestRedis.shared().connectionFactory(), this.prefix,
			TIMEOUT);

	@AfterEach
	void close() {
		this.direct.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void lostAnswerIsUnknownAndNotUnavailable(Driver driver) {
		try (OwnFactory factory = driver.to(this.proxy.port()); ApiKeyStore store = store(factory)) {
			store.apply(create("known"));
			this.proxy.dropRepliesThenCut();
			assertThatExceptionOfType(ApiKeyChangeUnknownException.class).isThrownBy(() -> store.apply(create("a")));
			assertThat(this.direct.find("a")).isPresent();
			assertThat(store.apply(create("a"))).isPresent();
		}
	}

	@ParameterizedTest
	@EnumSource
	void serverThatCannotBeReachedHasChangedNothing(Driver driver) {
		try (OwnFactory factory = driver.to(FreePorts.next()); ApiKeyStore store = store(factory)) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(create("a")));
		}
	}

	@ParameterizedTest
	@EnumSource
	void keysAreMadeAndRotatedOnceThoughAnswersAreLost(Driver driver) {
		ApiKeyOptions byHand = new ApiKeyOptions("em_", Duration.ofMinutes(59), Duration.ofHours(1));
		try (OwnFactory factory = driver.to(this.proxy.port());
				ApiKeyStore store = store(factory);
				ApiKeys keys = new ApiKeys(store, byHand)) {
			keys.start();
			keys.rotate(keys.create("other", "label").key().id(), Duration.ZERO);
			this.proxy.dropRepliesThenCut();
			IssuedApiKey issued = keys.create("wallet", "label");
			this.proxy.dropRepliesThenCut();
			IssuedApiKey successor = keys.rotate(issued.key().id(), Duration.ofHours(1)).orElseThrow();
			assertThat(successor.key().expires()).isNull();
			assertThat(keys.list("wallet", 10, null).keys()).hasSize(2);
			assertThat(this.proxy.counts().lostReplies()).isGreaterThanOrEqualTo(2);
		}
	}

	@Test
	void changeOfAnotherInstanceIsNotUndoneWhenTheConnectionComesBack() {
		try (ApiKeyStore store = new RedisApiKeyStore(this.proxy.connectionFactory(), this.prefix, TIMEOUT)) {
			store.apply(create("a"));
			store.apply(new ApiKeyChange.ExpireAt("a", null));
			this.proxy.stallReplies();
			CompletableFuture<?> first = CompletableFuture
				.runAsync(() -> store.apply(new ApiKeyChange.ExpireAt("a", SOON)));
			await().until(() -> SOON.equals(expiryOf("a")));
			this.proxy.refuse(true);
			this.proxy.hangUp();
			await().until(() -> this.proxy.counts().refused() > 0 || first.isDone());
			this.direct.apply(new ApiKeyChange.ExpireAt("a", LATER));
			this.proxy.resumeReplies();
			this.proxy.refuse(false);
			await().until(first::isDone);
			assertThat(first).isCompletedExceptionally();
			assertThat(expiryOf("a")).isEqualTo(LATER);
			await().ignoreException(StoreUnavailableException.class).until(() -> store.find("a").isPresent());
		}
	}

	private Instant expiryOf(String id) {
		return this.direct.find(id).map(ApiKeyRecord::key).orElseThrow().expires();
	}

	private ApiKeyStore store(OwnFactory factory) {
		return new RedisApiKeyStore(factory.factory(), this.prefix, TIMEOUT);
	}

	private static ApiKeyChange create(String id) {
		return new ApiKeyChange.Create(id, String.format("%064x", id.hashCode()), "wallet", "", null);
	}

	/**
	 * The drivers.
	 */
	enum Driver {

		LETTUCE {

			@Override
			OwnFactory to(int port) {
				LettuceConnectionFactory factory = new LettuceConnectionFactory(
						new RedisStandaloneConfiguration("127.0.0.1", port),
						RedisClients.clientConfiguration().build());
				factory.afterPropertiesSet();
				factory.start();
				return new OwnFactory(factory, factory::destroy);
			}

		},

		JEDIS {

			@Override
			OwnFactory to(int port) {
				JedisConnectionFactory factory = JedisClients.start("127.0.0.1", port);
				return new OwnFactory(factory, factory::destroy);
			}

		};

		abstract OwnFactory to(int port);

	}

	/**
	 * A connection factory of the test's.
	 */
	private record OwnFactory(RedisConnectionFactory factory, Runnable end) implements AutoCloseable {

		@Override
		public void close() {
			this.end.run();
		}

	}

}
