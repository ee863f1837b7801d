package io.escrowmint.spring.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Metered handlers that count how often they run, for repeated requests.
 */
@RestController
@RequestMapping("/keyed")
class Keyed {

	private final AtomicInteger runs;

	Keyed(AtomicInteger runs) {
		this.runs = runs;
	}

	@Metered("3")
	@PostMapping("/text")
	Mono<ResponseEntity<String>> text(@RequestBody(required = false) String body) {
		return Mono.delay(Duration.ofMillis(30))
			.map((tick) -> ResponseEntity.status(HttpStatus.CREATED)
				.header("X-Run", "" + this.runs.incrementAndGet())
				.body("run " + this.runs.get() + " of " + body));
	}

	@Metered("3")
	@PostMapping("/late-body")
	Mono<String> lateBody(@RequestBody Mono<String> body) {
		return body.map((text) -> "run " + this.runs.incrementAndGet() + " of " + text);
	}

	@Metered("3")
	@PostMapping(path = "/form", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	Mono<String> form(ServerWebExchange exchange) {
		return exchange.getFormData()
			.map(MultiValueMap::toSingleValueMap)
			.map((form) -> "run " + this.runs.incrementAndGet() + " of " + form.get("a"));
	}

	@Metered("3")
	@PostMapping("/raw")
	Mono<String> raw(ServerHttpRequest request, @RequestHeader("Content-Type") String type) {
		return text(request);
	}

	@Metered("3")
	@PostMapping("/unread")
	Mono<String> unread(ServerHttpRequest request) {
		return noBody();
	}

	@Metered("3")
	@PostMapping("/raw-exchange")
	Mono<String> rawExchange(ServerWebExchange exchange) {
		return text(exchange.getRequest());
	}

	@Metered("3")
	@PostMapping("/model")
	Mono<String> model(@ModelAttribute Fields fields) {
		return noBody();
	}

	private Mono<String> text(ServerHttpRequest request) {
		return DataBufferUtils.join(request.getBody())
			.map((body) -> body.toString(StandardCharsets.UTF_8))
			.map((text) -> "run " + this.runs.incrementAndGet() + " of " + text);
	}

	@Metered("3")
	@PostMapping("/no-body")
	Mono<String> noBody() {
		return Mono.just("run " + this.runs.incrementAndGet());
	}

	@Metered("3")
	@PostMapping("/optional")
	Mono<String> optional(@RequestBody(required = false) Mono<Map<String, Object>> body) {
		return body.map((some) -> "" + some)
			.defaultIfEmpty("nothing")
			.map((what) -> "run " + this.runs.incrementAndGet() + " of " + what);
	}

	@Metered("3")
	@PostMapping("/fails")
	Mono<String> fails(@RequestParam(defaultValue = "false") boolean heal) {
		return (this.runs.incrementAndGet() > 1) ? Mono.just("healed")
				: Mono.error(new IllegalArgumentException("fails"));
	}

	@Metered("3")
	@PostMapping("/large")
	Mono<String> large() {
		this.runs.incrementAndGet();
		return Mono.just("x".repeat(70_000));
	}

	@Metered("3")
	@PostMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream() {
		this.runs.incrementAndGet();
		return Flux.just("a", "b");
	}

	@Metered("3")
	@PostMapping("/varied")
	Mono<ResponseEntity<String>> varied() {
		return Mono.fromSupplier(() -> ResponseEntity.ok().varyBy("Accept").body("run " + this.runs.incrementAndGet()));
	}

	@CrossOrigin(origins = { "http://a.test", "http://b.test" })
	@Metered("3")
	@PostMapping("/crossed")
	Mono<String> crossed() {
		return noBody();
	}

	@Metered("3")
	@PostMapping("/plain")
	String plain(@RequestBody String body) {
		return "run " + this.runs.incrementAndGet() + " of " + body;
	}

	record Fields(@Nullable String a) {

	}

}
