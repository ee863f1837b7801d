package io.escrowmint.spring.observation;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application whose handlers run on servlets and on WebFlux alike.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ObservedApplication {

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	NettyReactiveWebServerFactory server() {
		return new NettyReactiveWebServerFactory();
	}

	@Bean
	RecordedObservations recorded() {
		return new RecordedObservations();
	}

	@Bean
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	@RestController
	static class Handlers {

		private final Work work;

		Handlers(Work work) {
			this.work = work;
		}

		@Metered("3")
		@GetMapping("/value")
		String value() {
			return "done";
		}

		@Metered("3")
		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.just("done");
		}

		@Metered("3")
		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/method")
		String method() {
			return this.work.value();
		}

		@GetMapping("/publisher")
		Mono<String> publisher() {
			return this.work.mono();
		}

	}

	@Component
	static class Work {

		static final String WALLET = "wallet-of-work";

		@Metered(cost = "3", wallet = "'" + WALLET + "'")
		String value() {
			return "done";
		}

		@Metered(cost = "3", wallet = "'" + WALLET + "'")
		Mono<String> mono() {
			return Mono.just("done");
		}

	}

}
