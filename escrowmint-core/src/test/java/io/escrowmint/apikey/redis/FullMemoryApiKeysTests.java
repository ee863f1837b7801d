package io.escrowmint.apikey.redis;

import java.time.Duration;

import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis that has no memory left makes no key, and revokes those that there are.
 */
@Timeout(60)
class FullMemoryApiKeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "7.0", "6.2" })
	void fullRedisRevokesAndMakesNoKey(String version) {
		try (EmbeddedRedis redis = (version.equals("7.0") ? EmbeddedRedis.version7() : EmbeddedRedis.version62())
			.start();
				RedisApiKeyStore store = new RedisApiKeyStore(redis.connectionFactory(), "full",
						Duration.ofSeconds(10));
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			store.apply(create("a"));
			store.apply(create("b"));
			long seen = store.changes(0, 10).version();
			administrator.sync().configSet("maxmemory-policy", "noeviction");
			administrator.sync().configSet("maxmemory", "1");
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(create("c")));
			for (String id : new String[] { "b", "a" }) {
				assertThat(store.apply(new ApiKeyChange.Relabel(id, "label"))).isPresent();
				assertThat(store.apply(new ApiKeyChange.Revoke(id)).orElseThrow().key().revoked()).isNotNull();
			}
			assertThat(store.changes(seen, 10).known()).isTrue();
			assertThat(store.changes(seen, 10).records()).hasSize(2);
		}
	}

	private static ApiKeyChange create(String id) {
		return new ApiKeyChange.Create(id, id.repeat(64), "wallet", "", null);
	}

}
