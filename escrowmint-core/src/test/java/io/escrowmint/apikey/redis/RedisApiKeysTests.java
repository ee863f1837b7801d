package io.escrowmint.apikey.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.escrowmint.apikey.ApiKeyOptions;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.IssuedApiKey;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two instances with the shipped defaults over one real Redis, which goes away, comes
 * back and loses everything.
 */
@Timeout(60)
class RedisApiKeysTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static EmbeddedRedis server;

	private final String prefix = "test-" + UUID.randomUUID();

	private final List<ApiKeyStore> stores = new ArrayList<>();

	private final ApiKeys keys = instance();

	private final ApiKeys other = instance();

	@BeforeAll
	static void startServer() {
		server = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void start() {
		Stream.of(this.keys, this.other).forEach(ApiKeys::start);
	}

	@AfterEach
	void stop() {
		Stream.of(this.keys, this.other).forEach(ApiKeys::close);
		this.stores.forEach(ApiKeyStore::close);
		if (!server.isRunning()) {
			server.start();
		}
	}

	@Test
	void revocationIsSeenByTheOtherInstanceWithinASecond() {
		List<Duration> times = new ArrayList<>();
		for (int round = 0; round < 5; round++) {
			IssuedApiKey issued = this.keys.create("wallet", "label");
			awaitKnown(issued);
			this.keys.revoke(issued.key().id());
			long revoked = System.nanoTime();
			await().pollInterval(Duration.ofMillis(5)).until(() -> isRefused(issued));
			times.add(Duration.ofNanos(System.nanoTime() - revoked));
		}
		// A machine that stands still for a moment makes one of them slow, not most.
		assertThat(times).filteredOn((time) -> time.compareTo(Duration.ofSeconds(1)) < 0).hasSizeGreaterThan(2);
	}

	@Test
	void frozenRedisHoldsUpNoRequestAndARevocationNeverTakesLonger() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		awaitKnown(issued);
		server.pause();
		try {
			long frozen = System.nanoTime();
			int accepted = 0;
			for (long asked = frozen; !isRefused(issued); asked = System.nanoTime()) {
				accepted++;
				assertThat(Duration.ofNanos(asked - frozen)).isLessThan(Duration.ofSeconds(15));
			}
			// Waiting for Redis, no more than a few would have had an answer meanwhile.
			assertThat(accepted).isGreaterThan(100);
		}
		finally {
			server.resume();
		}
		awaitKnown(issued);
	}

	@Test
	void frozenRedisIsNotAskedForOneConnectionAfterTheOther() {
		ApiKeys impatient = instance(Duration.ofMillis(100));
		impatient.start();
		server.pause();
		try {
			for (int call = 0; call < 60; call++) {
				assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> impatient.find("id"));
			}
		}
		finally {
			server.resume();
		}
		await().ignoreException(StoreUnavailableException.class).until(() -> impatient.find("id").isEmpty());
		impatient.close();
		try (var connection = server.client().connect()) {
			assertThat(connection.sync().clientList().lines()).hasSizeLessThan(40);
		}
	}

	@Test
	void stoppedRedisIsUnavailableAndARestartNeedsNothingElse() {
		IssuedApiKey issued = this.keys.create("wallet", "label");
		server.stop();
		await().until(() -> !this.other.isAvailable());
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.other.authenticate(issued.secret()));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> instance(Duration.ofMillis(300)).find("id"));
		server.start();
		awaitKnown(issued);
	}

	@Test
	void emptiedRedisKnowsNoKeyAnyMore() {
		IssuedApiKey lost = this.keys.create("wallet", "label");
		awaitKnown(lost);
		try (var connection = server.client().connect()) {
			connection.sync().flushall();
		}
		IssuedApiKey made = this.keys.create("wallet", "label");
		awaitKnown(made);
		await().ignoreException(StoreUnavailableException.class).untilAsserted(() -> {
			assertThat(this.other.authenticate(lost.secret())).isEmpty();
			assertThat(this.keys.authenticate(lost.secret())).isEmpty();
		});
	}

	// A copy that a slow machine could not refresh in time knows nothing for a moment.
	private void awaitKnown(IssuedApiKey issued) {
		await().ignoreException(StoreUnavailableException.class)
			.until(() -> this.other.authenticate(issued.secret()).isPresent());
	}

	private boolean isRefused(IssuedApiKey issued) {
		try {
			return this.other.authenticate(issued.secret()).isEmpty();
		}
		catch (StoreUnavailableException ex) {
			return true;
		}
	}

	private ApiKeys instance() {
		return instance(TIMEOUT);
	}

	private ApiKeys instance(Duration timeout) {
		ApiKeyStore store = new RedisApiKeyStore(server.connectionFactory(), this.prefix, timeout);
		this.stores.add(store);
		return new ApiKeys(store, ApiKeyOptions.DEFAULTS);
	}

}
