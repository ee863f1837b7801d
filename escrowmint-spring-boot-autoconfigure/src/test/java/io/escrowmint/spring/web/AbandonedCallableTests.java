package io.escrowmint.spring.web;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task that goes on when its request has long been answered, on the one thread that all
 * tasks share.
 */
@SpringBootTest(classes = AbandonedCallableTests.Application.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "escrowmint.store=memory")
class AbandonedCallableTests {

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Autowired
	private CountDownLatch goOn;

	@Test
	void threadForgetsTheRequestThatItWorkedFor() throws Exception {
		String wallet = "wallet-" + UUID.randomUUID();
		this.quota.topUp(wallet, 10);
		Wire wire = new Wire(this.port);
		assertThat(wire.send("GET", "/abandoned", null, List.of("Wallet", wallet)).statusCode()).isEqualTo(503);
		this.goOn.countDown();
		assertThat(wire.send("GET", "/next", null, List.of()).body()).isEqualTo("nothing");
		assertThat(this.quota.state(wallet).figures().available()).isEqualTo(10);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Application.Handlers.class)
	static class Application {

		@Bean
		WalletResolver wallets() {
			return (request) -> request.header("Wallet");
		}

		@Bean
		CountDownLatch goOn() {
			return new CountDownLatch(1);
		}

		@Bean
		ThreadPoolTaskExecutor tasks() {
			ThreadPoolTaskExecutor tasks = new ThreadPoolTaskExecutor();
			tasks.setCorePoolSize(1);
			tasks.setMaxPoolSize(1);
			return tasks;
		}

		@Bean
		WebMvcConfigurer async(ThreadPoolTaskExecutor tasks) {
			return new WebMvcConfigurer() {

				@Override
				public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
					configurer.setTaskExecutor(tasks);
				}

			};
		}

		@RestController
		static class Handlers {

			private final CountDownLatch goOn;

			Handlers(CountDownLatch goOn) {
				this.goOn = goOn;
			}

			@Metered("3")
			@GetMapping("/abandoned")
			WebAsyncTask<String> abandoned() {
				return new WebAsyncTask<>(50, () -> {
					while (this.goOn.getCount() > 0) {
						waitUninterrupted();
					}
					return "too late";
				});
			}

			// The task is interrupted at its timeout.
			private void waitUninterrupted() {
				try {
					this.goOn.await();
				}
				catch (InterruptedException ex) {
					assertThat(ex).isNotNull();
				}
			}

			@GetMapping("/next")
			Callable<String> next() {
				return () -> Metering.current().isPresent() ? "somebody else's metering" : "nothing";
			}

		}

	}

}
