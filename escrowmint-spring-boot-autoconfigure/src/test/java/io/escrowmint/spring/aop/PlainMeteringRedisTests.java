package io.escrowmint.spring.aop;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.QuotaService;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpKeyAnsweredException;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Metered beans of an application without a web server, on a real Redis.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = PlainMeteringRedisTests.Worker.class)
class PlainMeteringRedisTests {

	private final String wallet = "wallet-" + UUID.randomUUID();

	@Autowired
	private Work work;

	@Autowired
	private QuotaService quota;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI().toString());
		registry.add("escrowmint.prefix", () -> "plain-" + UUID.randomUUID());
		registry.add("escrowmint.timeout", () -> "30s");
	}

	@Test
	void endingDecidesWhatIsCharged() {
		this.quota.topUp(this.wallet, 100);
		this.work.returns(this.wallet, () -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> this.work.returns(this.wallet, () -> {
			throw new IllegalStateException();
		}));
		this.work.future(this.wallet, CompletableFuture.completedFuture("done")).join();
		assertThat(this.work.stream(this.wallet, null).collectList().block()).containsExactly("a", "b");
		charged(3 + 4 + 2);
	}

	@Test
	void repeatedKeyIsChargedOnce() {
		this.quota.topUp(this.wallet, 100);
		this.work.keyed(this.wallet, "invoice-7");
		charged(5);
		assertThatExceptionOfType(HttpKeyAnsweredException.class)
			.isThrownBy(() -> this.work.keyed(this.wallet, "invoice-7"));
		charged(5);
	}

	private void charged(long credits) {
		await().untilAsserted(() -> {
			Figures figures = this.quota.state(this.wallet).figures();
			assertThat(figures.held()).isZero();
			assertThat(figures.spent()).isEqualTo(credits);
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Worker {

		@Bean
		Work work() {
			return new Work();
		}

	}

	static class Work {

		@Metered(cost = "3", wallet = "#wallet")
		void returns(String wallet, Runnable work) {
			work.run();
		}

		@Metered(cost = "4", wallet = "#wallet")
		CompletableFuture<String> future(String wallet, CompletableFuture<String> future) {
			return future;
		}

		@Metered(cost = "9", wallet = "#wallet")
		Flux<String> stream(String wallet, Metering metering) {
			return Flux.just("a", "b").doOnNext((value) -> metering.settle(2));
		}

		@Metered(cost = "5", wallet = "#wallet", idempotencyKey = "#key")
		void keyed(String wallet, String key) {
		}

	}

}
