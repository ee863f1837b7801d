package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A record that somebody else has written, and that cannot be read, is no key, keeps
 * nobody from the other keys, and is put back from an archive.
 */
class UnreadableKeyTests {

	// nothing, a number, what MessagePack never has, an empty list, one of texts alone,
	// one that is cut off
	@ParameterizedTest
	@ValueSource(strings = { "", "01", "c1", "90", "96a161a161a161a161a161a161", "96a161a1" })
	void unreadableRecordIsNoKey(String record) {
		String prefix = "test-" + UUID.randomUUID();
		try (RedisApiKeyStore store = new RedisApiKeyStore(TestRedis.shared().connectionFactory(), prefix,
				Duration.ofSeconds(10))) {
			ApiKeyRecord sound = create(store, "a");
			ApiKeyRecord lost = create(store, "b");
			try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
				connection.hashCommands()
					.hSet(utf8(prefix + ":{api-keys}:k"), utf8("b"), HexFormat.of().parseHex(record));
			}
			assertThat(store.find("b")).isEmpty();
			assertThat(store.apply(new ApiKeyChange.Revoke("b"))).isEmpty();
			assertThat(store.changes(0, 10).records()).containsExactly(sound);
			assertThat(store.list("wallet", 10, null).keys()).containsExactly(sound.key());
			assertThat(store.purge(Instant.now())).isZero();
			assertThat(store.restore(List.of(sound, lost))).isOne();
			assertThat(store.find("b")).contains(lost);
			assertThat(store.changes(0, 10).records()).containsExactly(sound, lost);
		}
	}

	private static ApiKeyRecord create(RedisApiKeyStore store, String id) {
		return store.apply(new ApiKeyChange.Create(id, id.repeat(64), "wallet", "label", Instant.now().plusSeconds(60)))
			.orElseThrow();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
