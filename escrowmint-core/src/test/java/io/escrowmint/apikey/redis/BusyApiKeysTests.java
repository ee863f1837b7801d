package io.escrowmint.apikey.redis;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.escrowmint.apikey.ApiKeyChange;
import io.escrowmint.apikey.ApiKeyRecord;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * More calls at a time than there are threads for, on a real Redis that is reached
 * through a pool of the application's that has no connection to spare.
 */
@Timeout(60)
class BusyApiKeysTests {

	private static final int CALLS = 20;

	private final String prefix = "test-" + UUID.randomUUID();

	private final CountDownLatch free = new CountDownLatch(1);

	private final AtomicInteger waiting = new AtomicInteger();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private final ApiKeyStore direct = store(TestRedis.shared().connectionFactory(), Duration.ofSeconds(10));

	private volatile boolean empty = true;

	@BeforeEach
	void fill() {
		this.direct.apply(create("a"));
	}

	@AfterEach
	void close() {
		this.free.countDown();
		this.callers.shutdown();
		this.direct.close();
	}

	@Test
	void callWaitsForAFreeThread() {
		try (ApiKeyStore store = store(pool(), Duration.ofSeconds(30))) {
			List<CompletableFuture<Optional<ApiKeyRecord>>> calls = occupy(store);
			this.free.countDown();
			assertThat(calls).allSatisfy((call) -> assertThat(call.join()).isPresent());
		}
	}

	@Test
	void copiesAreKeptUpToDateMeanwhile() {
		try (ApiKeyStore store = store(pool(), Duration.ofSeconds(30))) {
			occupy(store);
			this.empty = false;
			assertThat(store.changes(0, 10).records()).hasSize(1);
		}
	}

	@Test
	void callThatIsGivenUpBeforeItIsSentIsNeverMade() {
		try (ApiKeyStore store = store(pool(), Duration.ofSeconds(3))) {
			List<CompletableFuture<Optional<ApiKeyRecord>>> calls = occupy(store);
			await().until(() -> calls.stream().allMatch(CompletableFuture::isDone));
			assertThat(calls)
				.allSatisfy((call) -> assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join)
					.withCauseInstanceOf(StoreUnavailableException.class));
			this.free.countDown();
			await().ignoreException(StoreUnavailableException.class).until(() -> store.find("a").isPresent());
			assertThat(this.direct.changes(0, CALLS).records()).hasSize(1);
		}
	}

	@Test
	void closedStoreMakesNoCall() {
		ApiKeyStore store = store(pool(), Duration.ofSeconds(30));
		List<CompletableFuture<Optional<ApiKeyRecord>>> calls = occupy(store);
		store.close();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.apply(create("b")));
		await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() >= CALLS - 8);
	}

	/**
	 * Makes calls until no thread is left, and some more.
	 */
	private List<CompletableFuture<Optional<ApiKeyRecord>>> occupy(ApiKeyStore store) {
		List<CompletableFuture<Optional<ApiKeyRecord>>> calls = IntStream.range(0, CALLS)
			.mapToObj((call) -> CompletableFuture.supplyAsync(() -> store.apply(create("new-" + call)), this.callers))
			.toList();
		await().until(() -> this.waiting.get() >= 8);
		return calls;
	}

	/**
	 * Connections to the shared server, which callers wait for like for those of a pool
	 * that knows no interrupt.
	 */
	private RedisConnectionFactory pool() {
		RedisConnectionFactory factory = TestRedis.shared().connectionFactory();
		return (RedisConnectionFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("getConnection") && this.empty) {
						this.waiting.incrementAndGet();
						awaitConnection();
					}
					return method.invoke(factory, arguments);
				});
	}

	private void awaitConnection() {
		while (this.free.getCount() > 0) {
			try {
				this.free.await();
			}
			catch (InterruptedException ex) {
				// goes on waiting
			}
		}
	}

	private ApiKeyStore store(RedisConnectionFactory factory, Duration timeout) {
		return new RedisApiKeyStore(factory, this.prefix, timeout);
	}

	private static ApiKeyChange create(String id) {
		return new ApiKeyChange.Create(id, String.format("%064x", id.hashCode()), "wallet", "", null);
	}

}
