package io.escrowmint.spring.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.CurrentWallet;
import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.OverrunPolicy;
import io.escrowmint.UnavailablePolicy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * One metered handler for each way in which a reactive request can end.
 */
@RestController
class Endings {

	/** How many calls died of an error that Reactor throws instead of signaling it. */
	static final AtomicInteger DIED = new AtomicInteger();

	/** What was sent last that has to be released. */
	static volatile DataBuffer sent;

	private final PlainEndings others;

	private final Sales sales;

	Endings(PlainEndings others, Sales sales) {
		this.others = others;
		this.sales = sales;
	}

	@Metered("3")
	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.just("done");
	}

	@Metered("0")
	@GetMapping("/free")
	Mono<String> free() {
		return Mono.just("done");
	}

	@GetMapping("/unmetered")
	Mono<String> unmetered() {
		return Mono.just("done");
	}

	@Metered
	@GetMapping("/delayed")
	Mono<String> delayed() {
		return Mono.delay(Duration.ofMillis(20)).map((tick) -> "done");
	}

	@Metered(ttl = "200ms")
	@GetMapping("/slow")
	Mono<String> slow() {
		return Mono.delay(Duration.ofMillis(700)).map((tick) -> "done");
	}

	@Metered
	@GetMapping("/flux")
	Flux<Body> flux() {
		return Flux.just(new Body("a"), new Body("b"));
	}

	@Metered
	@GetMapping("/empty")
	Mono<String> empty() {
		return Mono.empty();
	}

	@Metered
	@GetMapping("/empty-flux")
	Flux<Body> emptyFlux() {
		return Flux.empty();
	}

	@Metered
	@GetMapping("/void")
	Mono<Void> nothing() {
		return Mono.empty();
	}

	@Metered
	@GetMapping("/void-exchange")
	Mono<Void> written(ServerWebExchange exchange) {
		return exchange.getResponse()
			.writeWith(Mono.fromSupplier(
					() -> exchange.getResponse().bufferFactory().wrap("written".getBytes(StandardCharsets.UTF_8))));
	}

	@Metered
	@GetMapping("/void-exchange-404")
	Mono<Void> writtenNotFound(ServerWebExchange exchange) {
		exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
		return exchange.getResponse().setComplete();
	}

	@Metered
	@GetMapping("/void-exchange-locally-mapped")
	Mono<Void> writtenMapped(ServerWebExchange exchange) {
		return Mono.error(new Local());
	}

	@Metered
	@GetMapping("/entity")
	Mono<ResponseEntity<String>> entity() {
		return Mono.just(ResponseEntity.ok("done"));
	}

	@Metered
	@GetMapping("/entity-404")
	Mono<ResponseEntity<String>> entityNotFound() {
		return Mono.just(ResponseEntity.notFound().build());
	}

	@Metered
	@GetMapping("/redirect")
	Mono<ResponseEntity<Void>> redirect() {
		return Mono.just(ResponseEntity.status(HttpStatus.FOUND).header("Location", "/unmetered").build());
	}

	@Metered
	@GetMapping("/future")
	CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(() -> "done");
	}

	@Metered
	@GetMapping("/future-failed")
	CompletableFuture<String> futureFailed() {
		return CompletableFuture.failedFuture(new IllegalArgumentException("fails"));
	}

	@Metered
	@ResponseStatus(HttpStatus.CREATED)
	@PostMapping("/created")
	Mono<String> created() {
		return Mono.just("done");
	}

	@Metered
	@ResponseStatus(HttpStatus.NOT_FOUND)
	@GetMapping("/status-404")
	Mono<String> statusNotFound() {
		return Mono.just("none");
	}

	@Metered
	@GetMapping("/thrown")
	Mono<String> thrown() {
		throw new IllegalArgumentException("is thrown");
	}

	@Metered
	@GetMapping("/error")
	Mono<String> error() {
		return Mono.error(new IllegalArgumentException("is signaled"));
	}

	@Metered
	@GetMapping("/error-of-the-vm")
	Mono<String> errorOfTheVm() {
		return Mono.error(new AssertionError("is no exception"));
	}

	@Metered
	@GetMapping("/fatal-thrown")
	Mono<String> fatalThrown() {
		throw fatal();
	}

	@Metered
	@GetMapping("/fatal-signaled")
	Mono<String> fatalSignaled() {
		return Mono.error(fatal());
	}

	@Metered
	@GetMapping("/fatal-mapped")
	Mono<String> fatalMapped() {
		return Mono.just("").map((text) -> {
			throw fatal();
		});
	}

	@Metered
	@GetMapping("/status-exception")
	Mono<String> statusException() {
		return Mono.error(new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT));
	}

	@Metered
	@GetMapping("/gone")
	Mono<String> gone() {
		return Mono.error(new Gone());
	}

	@Metered
	@GetMapping("/mapped-to-200")
	Mono<String> mappedToOk() {
		return Mono.error(new IllegalStateException());
	}

	@Metered
	@GetMapping("/thrown-mapped-to-200")
	Mono<String> thrownMappedToOk() {
		throw new IllegalStateException();
	}

	@Metered
	@GetMapping("/mapped-to-502")
	Mono<String> mappedToBadGateway() {
		return Mono.error(new UnsupportedOperationException());
	}

	@Metered
	@GetMapping("/locally-mapped")
	Mono<String> locallyMapped() {
		throw new Local();
	}

	@Metered
	@GetMapping("/timeout")
	Mono<String> timeout() {
		return Mono.<String>never().timeout(Duration.ofMillis(50));
	}

	@Metered
	@GetMapping("/flux-error-first")
	Flux<Body> fluxErrorFirst() {
		return Flux.error(new IllegalArgumentException("before the first element"));
	}

	@Metered
	@GetMapping(path = "/json", produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<Body> json() {
		return Mono.just(new Body("done"));
	}

	@Metered
	@GetMapping("/number")
	Mono<Integer> number(@RequestParam int value) {
		return Mono.just(value);
	}

	@Metered
	@PostMapping(path = "/body", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<String> body(@RequestBody Body body) {
		return Mono.just(body.text());
	}

	@Metered
	@PostMapping(path = "/mono-body", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<String> monoBody(@RequestBody Mono<Body> body) {
		return body.map(Body::text);
	}

	@Metered("5")
	@GetMapping("/settle")
	Mono<Long> settle(Metering metering) {
		return Mono.delay(Duration.ofMillis(10)).map((tick) -> {
			metering.settle(2);
			return metering.held();
		});
	}

	@Metered(cost = "1", overrun = OverrunPolicy.AVAILABLE)
	@GetMapping("/add-cost")
	Flux<Body> addCost(Metering metering) {
		return Flux.range(0, 3).map((i) -> {
			metering.addCost(1);
			return new Body("" + i);
		});
	}

	@Metered(cost = "1", overrun = OverrunPolicy.AVAILABLE)
	@GetMapping("/overrun")
	Mono<String> overrun() {
		Metering.current().orElseThrow().settle(4);
		return Mono.just("done");
	}

	@Metered("5")
	@GetMapping("/fail")
	Mono<String> fail() {
		Metering.current().orElseThrow().fail();
		return Mono.just("done");
	}

	@Metered(cost = "1", name = "a")
	@Metered(cost = "2", name = "b")
	@GetMapping("/repeated")
	Mono<String> repeated(Metering metering) {
		metering.named("b").settle(1);
		return Mono.just("done");
	}

	@Metered(cost = "1", name = "a")
	@Metered(cost = "2", name = "b")
	@GetMapping("/repeated-fail")
	Mono<String> repeatedFail(Metering metering) {
		return Mono.delay(Duration.ofMillis(10)).map((tick) -> {
			metering.fail();
			return "done";
		});
	}

	@Metered("1")
	@GetMapping("/nested-beside-fail")
	Mono<String> nestedBesideFail(Metering metering) {
		return this.others.beside().doOnNext((inner) -> metering.fail());
	}

	@Metered("1")
	@GetMapping("/fail-nested-beside")
	Mono<String> failNestedBeside(Metering metering) {
		metering.fail();
		return this.others.beside();
	}

	@Metered("1")
	@GetMapping("/nested-elsewhere")
	Mono<String> nestedElsewhere() {
		return this.others.elsewhere();
	}

	@Metered("1")
	@GetMapping("/nested")
	Mono<String> nested() {
		return this.others.inner().map((inner) -> "outer " + inner);
	}

	@Metered("1")
	@GetMapping("/nested-beside")
	Mono<String> nestedBeside() {
		return this.others.beside().map((inner) -> "outer " + inner);
	}

	@Metered("1")
	@GetMapping("/nested-plain")
	Mono<String> nestedPlain() {
		return Mono.just("outer " + this.others.text());
	}

	@Metered("1")
	@GetMapping("/nested-left")
	Mono<String> nestedLeft(@RequestParam long then) {
		return instead(this.others.beside(), then);
	}

	@Metered("1")
	@GetMapping("/nested-bean-left")
	Mono<String> nestedBeanLeft(@CurrentWallet String wallet, @RequestParam long then) {
		return instead(this.sales.part(wallet), then);
	}

	private static Mono<String> instead(Mono<String> part, long then) {
		return part.timeout(Duration.ofMillis(50), Mono.just("instead")).delayElement(Duration.ofMillis(then));
	}

	@Metered("1")
	@GetMapping("/nested-plain-left")
	Mono<String> nestedPlainLeft(@RequestParam long then) {
		String text;
		try {
			text = this.others.textBeside();
		}
		catch (IllegalStateException ex) {
			text = "instead";
		}
		return Mono.just(text).delayElement(Duration.ofMillis(then));
	}

	@Metered
	@GetMapping("/buffer")
	Mono<DataBuffer> buffer(ServerWebExchange exchange) {
		sent = exchange.getResponse().bufferFactory().allocateBuffer(4).write("done".getBytes(StandardCharsets.UTF_8));
		return Mono.just(sent);
	}

	@GetMapping("/nested-only")
	Mono<String> nestedOnly() {
		return this.others.inner();
	}

	@Metered(value = "1", condition = "false")
	@GetMapping("/nested-below-a-condition")
	Mono<String> nestedBelowACondition() {
		return this.others.inner();
	}

	@GetMapping("/sales")
	Mono<String> sales(@CurrentWallet String wallet) {
		return this.sales.sell(wallet).then(this.sales.sell(wallet));
	}

	@Metered
	@GetMapping("/thread")
	Mono<String> threadOfHandler() {
		return Mono.just(Thread.currentThread().getName());
	}

	@Metered(onUnavailable = UnavailablePolicy.OPEN)
	@GetMapping("/open")
	Mono<String> open() {
		return Mono.just("done");
	}

	@GetMapping("/who")
	Mono<String> who(@CurrentWallet String wallet) {
		return Mono.just(wallet);
	}

	@ExceptionHandler
	Mono<String> local(Local ex) {
		return Mono.just("locally mapped");
	}

	static NoSuchMethodError fatal() {
		DIED.incrementAndGet();
		return new NoSuchMethodError("is not there");
	}

	static class Sales {

		@Metered(value = "4", name = "part", wallet = "#wallet")
		Mono<String> part(String wallet) {
			return Mono.just("part");
		}

		@Metered(value = "2", wallet = "#wallet")
		Mono<String> sell(String wallet) {
			return Mono.just("sold");
		}

	}

	record Body(String text) {

	}

	@ResponseStatus(HttpStatus.GONE)
	static class Gone extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class Local extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
