package io.escrowmint.spring.stacks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.WalletResolver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that run on servlets and on WebFlux alike. The wallet is named by a header,
 * which no real application should do.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StackApplication {

	@Bean
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	@RestController
	static class Handlers {

		private final AtomicInteger runs = new AtomicInteger();

		@Metered("3")
		@GetMapping("/value")
		String value() {
			return "value " + this.runs.incrementAndGet();
		}

		@Metered("3")
		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.fromSupplier(this::value);
		}

		@Metered("3")
		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(this::value);
		}

		@Metered("3")
		@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> flux() {
			return Flux.just("a", "b", "c");
		}

		@Metered("9")
		@GetMapping("/settled")
		Mono<String> settled(Metering metering) {
			metering.settle(2);
			return Mono.just("done");
		}

		@Metered(cost = "3", onUnavailable = UnavailablePolicy.OPEN)
		@GetMapping("/open")
		String open() {
			return "open";
		}

		@Metered("3")
		@GetMapping("/missing")
		ResponseEntity<String> missing() {
			return ResponseEntity.status(HttpStatus.NOT_FOUND).body("missing");
		}

		@Metered("3")
		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("on purpose");
		}

		@Metered("3")
		@GetMapping("/mono-fails")
		Mono<String> monoFails() {
			return Mono.error(new IllegalStateException("on purpose"));
		}

		@Metered("3")
		@PostMapping("/body")
		String body(@RequestBody String body) {
			return body + " " + this.runs.incrementAndGet();
		}

		@Metered(cost = "3", idempotencyKey = "request.header('Order').orElse(null)")
		@PostMapping("/order")
		String order(@RequestBody(required = false) String body) {
			return body + " " + this.runs.incrementAndGet();
		}

		@Metered(cost = "3", idempotencyKey = "request.header('Order').orElse(null)")
		@PostMapping("/unread")
		String unread() {
			return "unread " + this.runs.incrementAndGet();
		}

	}

}
