package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.escrowmint.apikey.ApiKeyOptions;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.IssuedApiKey;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances over a Redis that goes back to what it once was, as it does in a failover
 * to a replica that lags. Copies are brought up to date when the test says so.
 */
@Timeout(60)
class RedisApiKeyFailoverTests {

	private static final ApiKeyOptions BY_HAND = new ApiKeyOptions("em_", Duration.ofMinutes(59), Duration.ofHours(1));

	private final String prefix = "test-" + UUID.randomUUID();

	private final ApiKeyStore store = new RedisApiKeyStore(TestRedis.shared().connectionFactory(), this.prefix,
			Duration.ofSeconds(10));

	private final ApiKeys keys = new ApiKeys(this.store, BY_HAND);

	private final ApiKeys other = new ApiKeys(this.store, BY_HAND);

	private final StatefulRedisConnection<byte[], byte[]> redis = TestRedis.shared()
		.client()
		.connect(ByteArrayCodec.INSTANCE);

	@BeforeEach
	void start() {
		this.keys.start();
		this.other.start();
	}

	@AfterEach
	void close() {
		this.keys.close();
		this.other.close();
		this.store.close();
		this.redis.close();
	}

	@Test
	void keyThatWasLostIsForgottenWithTheNextChange() {
		IssuedApiKey kept = this.keys.create("wallet", "kept");
		Map<String, byte[]> before = dump();
		IssuedApiKey lost = this.keys.create("wallet", "lost");
		refresh(this.other);
		assertThat(this.other.authenticate(lost.secret())).isPresent();
		restore(before);
		IssuedApiKey next = this.keys.create("wallet", "next");
		refresh(this.other);
		for (ApiKeys instance : new ApiKeys[] { this.keys, this.other }) {
			assertThat(instance.authenticate(lost.secret())).isEmpty();
			assertThat(instance.authenticate(kept.secret())).isPresent();
			assertThat(instance.authenticate(next.secret())).isPresent();
		}
	}

	@Test
	void revocationThatWasLostDoesNotHideTheKeyWhereverItWasSeen() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		Map<String, byte[]> before = dump();
		this.keys.revoke(issued.key().id());
		refresh(this.other);
		restore(before);
		this.keys.create("wallet", "next");
		refresh(this.other);
		assertThat(this.keys.authenticate(issued.secret())).isPresent();
		assertThat(this.other.authenticate(issued.secret())).isPresent();
	}

	@Test
	void whoeverComesFromAVersionThatWasReplacedTwiceBeginsAnewOnce() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		refresh(this.other);
		this.keys.relabel(issued.key().id(), "first");
		this.keys.relabel(issued.key().id(), "second");
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret()).orElseThrow().label()).isEqualTo("second");
		long version = this.store.changes(0, 10).version();
		assertThat(this.store.changes(version, 10).known()).isTrue();
	}

	private Map<String, byte[]> dump() {
		Map<String, byte[]> dumps = new HashMap<>();
		for (String name : new String[] { "c", "k", "h", "v", "w" }) {
			dumps.put(name, this.redis.sync().dump(key(name)));
		}
		return dumps;
	}

	private void restore(Map<String, byte[]> dumps) {
		dumps.forEach((name, dump) -> this.redis.sync().restore(key(name), dump, new RestoreArgs().replace()));
	}

	private byte[] key(String name) {
		return (this.prefix + ":{api-keys}:" + name).getBytes(StandardCharsets.UTF_8);
	}

	private static void refresh(ApiKeys keys) {
		keys.stop();
		keys.start();
	}

}
