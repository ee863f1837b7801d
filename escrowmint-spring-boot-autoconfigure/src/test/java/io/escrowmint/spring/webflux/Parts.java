package io.escrowmint.spring.webflux;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.escrowmint.Metered;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.RequestEntity;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

/**
 * Metered handlers of bodies of several parts, and how often they run.
 */
@RestController
@RequestMapping("/keyed/parts")
class Parts {

	private final AtomicInteger runs;

	Parts(AtomicInteger runs) {
		this.runs = runs;
	}

	@Metered("3")
	@PostMapping("/events")
	Mono<String> events(@RequestBody Flux<PartEvent> events) {
		return joined(events.cast(FormPartEvent.class).map(FormPartEvent::value));
	}

	@Metered("3")
	@PostMapping("/parts")
	Mono<String> parts(@RequestBody Flux<Part> parts) {
		return joined(parts.cast(FormFieldPart.class).map(FormFieldPart::value));
	}

	@Metered("3")
	@PostMapping("/entity")
	Mono<String> entity(RequestEntity<Flux<Part>> request) {
		return parts(Objects.requireNonNull(request.getBody()));
	}

	@Metered("3")
	@PostMapping("/parsed")
	Mono<String> parsed(@RequestPart("a") String value) {
		return joined(Flux.just(value));
	}

	private Mono<String> joined(Flux<String> values) {
		return values.collect(Collectors.joining()).map((text) -> "run " + this.runs.incrementAndGet() + " of " + text);
	}

}
