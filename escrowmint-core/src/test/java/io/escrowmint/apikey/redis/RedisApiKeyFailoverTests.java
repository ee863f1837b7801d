package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.escrowmint.apikey.ApiKeyChange;
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

	private int labels;

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
	void versionThatWasLostIsUnknownHoweverManyWereReplacedBeforeAndSince() {
		String id = this.keys.create("wallet", "label").key().id();
		relabel(id, 10);
		Map<String, byte[]> before = dump();
		List<Long> lost = relabel(id, 10);
		restore(before);
		assertThat(lost).noneMatch(this::isKnown);
		List<Long> given = relabel(id, 10);
		assertThat(lost).noneMatch(this::isKnown);
		assertThat(given).allMatch(this::isKnown).noneMatch((version) -> isKnown(version + 1));
	}

	@Test
	void versionThatWasLostIsUnknownThoughItsListWasLeftBehind() {
		String id = this.keys.create("wallet", "label").key().id();
		long kept = relabel(id, 10).get(8);
		Map<String, byte[]> before = dump();
		before.remove("s");
		List<Long> lost = relabel(id, 10);
		restore(before);
		assertThat(kept).matches(this::isKnown);
		assertThat(lost).noneMatch(this::isKnown);
		List<Long> given = relabel(id, 10);
		assertThat(lost).noneMatch(this::isKnown);
		assertThat(kept).matches(this::isKnown);
		assertThat(given).allMatch(this::isKnown);
	}

	@Test
	void listThatWasLeftBehindCountsForNothingWhereNoVersionHadBeenReplaced() {
		String id = this.keys.create("wallet", "label").key().id();
		Map<String, byte[]> before = dump();
		before.remove("s");
		List<Long> lost = relabel(id, 10);
		restore(before);
		assertThat(lost).noneMatch(this::isKnown);
		assertThat(relabel(id, 10)).allMatch(this::isKnown);
		assertThat(lost).noneMatch(this::isKnown);
	}

	@Test
	void versionThatWasReplacedLastIsKnownWhereThereIsNoList() {
		String id = this.keys.create("wallet", "label").key().id();
		long replaced = relabel(id, 10).get(8);
		this.redis.sync().del(key("s"));
		assertThat(replaced).matches(this::isKnown);
		relabel(id, 10);
		assertThat(replaced).matches(this::isKnown);
	}

	@Test
	void whatIsNoListIsInTheWayOfNoRevocation() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		refresh(this.other);
		this.redis.sync().set(key("s"), utf8(1));
		this.keys.revoke(issued.key().id());
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret())).isEmpty();
		assertThat(relabel(issued.key().id(), 10)).allMatch(this::isKnown);
	}

	@Test
	void tenThousandReplacedVersionsAreKeptAndNoMore() {
		String id = this.keys.create("wallet", "label").key().id();
		List<Long> versions = relabel(id, 3);
		byte[] latest = this.redis.sync().lindex(key("s"), 0);
		Stream<byte[]> others = IntStream.range(0, 9_996).mapToObj(RedisApiKeyFailoverTests::utf8);
		this.redis.sync().lpush(key("s"), Stream.concat(others, Stream.of(latest)).toArray(byte[][]::new));
		relabel(id, 1);
		assertThat(versions).allMatch(this::isKnown);
		relabel(id, 1);
		assertThat(versions).extracting(this::isKnown).containsExactly(false, true, true);
		assertThat(this.redis.sync().llen(key("s"))).isEqualTo(10_000);
	}

	@Test
	void whoeverComesFromAVersionThatWasReplacedTwiceGoesOnFromThere() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		refresh(this.other);
		relabel(issued.key().id(), 2);
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret()).orElseThrow().label()).isEqualTo("label 2");
		this.keys.revoke(issued.key().id());
		refresh(this.other);
		assertThat(this.other.authenticate(issued.secret())).isEmpty();
	}

	/**
	 * Changes a key again and again.
	 * @return the version after each change
	 */
	private List<Long> relabel(String id, int times) {
		return IntStream.range(0, times).mapToObj((time) -> {
			this.store.apply(new ApiKeyChange.Relabel(id, "label " + ++this.labels));
			return this.store.changes(0, 10).version();
		}).toList();
	}

	private boolean isKnown(long version) {
		return this.store.changes(version, 10).known();
	}

	private Map<String, byte[]> dump() {
		Map<String, byte[]> dumps = new HashMap<>();
		for (String name : new String[] { "c", "k", "h", "v", "w", "s" }) {
			dumps.put(name, this.redis.sync().dump(key(name)));
		}
		return dumps;
	}

	private void restore(Map<String, byte[]> dumps) {
		dumps.forEach((name, dump) -> {
			this.redis.sync().del(key(name));
			if (dump != null) {
				this.redis.sync().restore(key(name), dump, new RestoreArgs());
			}
		});
	}

	private byte[] key(String name) {
		return utf8(this.prefix + ":{api-keys}:" + name);
	}

	private static byte[] utf8(Object text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void refresh(ApiKeys keys) {
		keys.stop();
		keys.start();
	}

}
