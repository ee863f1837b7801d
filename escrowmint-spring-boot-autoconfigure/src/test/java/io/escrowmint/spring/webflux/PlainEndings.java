package io.escrowmint.spring.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.escrowmint.Metered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Metered handlers that return no publisher, or one within something else.
 */
@RestController
class PlainEndings {

	@Metered("2")
	@GetMapping("/text")
	String text() {
		return "done";
	}

	@Metered
	@GetMapping("/integer")
	int integer() {
		return 42;
	}

	@Metered
	@GetMapping("/record")
	Endings.Body record() {
		return new Endings.Body("done");
	}

	@Metered
	@GetMapping("/record-created")
	@ResponseStatus(HttpStatus.CREATED)
	Endings.Body recordCreated() {
		return new Endings.Body("done");
	}

	@Metered
	@GetMapping("/record-created-mapped")
	@ResponseStatus(HttpStatus.CREATED)
	Endings.Body recordCreatedMapped() {
		throw new Endings.Local();
	}

	@Metered
	@GetMapping("/no-text")
	String noText() {
		return null;
	}

	@Metered
	@GetMapping("/nothing")
	void nothing() {
	}

	@Metered
	@GetMapping("/nothing-written")
	void written(ServerHttpResponse response) {
		response.setStatusCode(HttpStatus.ACCEPTED);
	}

	@Metered
	@GetMapping("/text-thrown")
	String thrown() {
		throw new IllegalArgumentException("is thrown");
	}

	@Metered
	@GetMapping("/fatal-text")
	String fatal() {
		throw Endings.fatal();
	}

	@Metered
	@GetMapping("/text-mapped-to-200")
	String mapped() {
		throw new IllegalStateException();
	}

	@Metered
	@GetMapping("/text-locally-mapped")
	String locallyMapped() {
		throw new Endings.Local();
	}

	@Metered
	@GetMapping("/entity-of-flux")
	ResponseEntity<Flux<Endings.Body>> entityOfFlux() {
		return ResponseEntity.accepted()
			.body(Flux.just(new Endings.Body("a"), new Endings.Body("b")).delayElements(Duration.ofMillis(5)));
	}

	@Metered
	@GetMapping("/entity-of-error")
	ResponseEntity<Mono<Endings.Body>> entityOfError() {
		return ResponseEntity.ok(Mono.error(new IllegalArgumentException("is signaled")));
	}

	@Metered
	@GetMapping("/plain-entity-404")
	ResponseEntity<String> entityNotFound() {
		return ResponseEntity.notFound().build();
	}

	@Metered
	@GetMapping("/bytes")
	byte[] bytes() {
		return "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
	}

	@Metered
	@GetMapping("/plain-thread")
	String thread() {
		return Thread.currentThread().getName();
	}

	@Metered("5")
	@GetMapping("/inner")
	Mono<String> inner() {
		return Mono.just("inner");
	}

	@Metered(cost = "4", name = "elsewhere", wallet = "'elsewhere'")
	@GetMapping("/elsewhere")
	Mono<String> elsewhere() {
		return Mono.just("inner");
	}

	@Metered(cost = "4", name = "beside")
	@GetMapping("/beside")
	Mono<String> beside() {
		return Mono.just("inner");
	}

	@Metered(cost = "4", name = "beside")
	@GetMapping("/text-beside")
	String textBeside() {
		return "inner";
	}

	@ExceptionHandler
	String local(Endings.Local ex) {
		return "locally mapped";
	}

}
