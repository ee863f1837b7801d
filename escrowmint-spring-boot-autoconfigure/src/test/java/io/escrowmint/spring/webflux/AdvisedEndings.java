package io.escrowmint.spring.webflux;

import io.escrowmint.Metered;
import io.escrowmint.spring.aop.ExposedAdvice;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Metered handlers with an advice inside of their metering.
 */
@ExposedAdvice.Advised
@RestController
@RequestMapping("/advised")
class AdvisedEndings {

	@Metered
	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.just("mono");
	}

	@Metered
	@GetMapping("/flux")
	Flux<String> flux() {
		return Flux.just("flux");
	}

	@Metered
	@GetMapping("/text")
	String text() {
		return "text";
	}

}
