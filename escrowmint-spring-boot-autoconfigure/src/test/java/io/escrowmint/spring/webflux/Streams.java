package io.escrowmint.spring.webflux;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.Metered;
import io.escrowmint.Metering;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Metered handlers that stream, some of them for ever.
 */
@RestController
@RequestMapping(path = "/streams", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
class Streams {

	/** How many responses that never come are waited for, or were. */
	static final AtomicInteger AWAITED = new AtomicInteger();

	private static final String FOUR_KILOBYTES = "x".repeat(4096);

	@Metered("3")
	@GetMapping("/three")
	Flux<ServerSentEvent<String>> three() {
		return Flux.range(0, 3)
			.delayElements(Duration.ofMillis(5))
			.map((i) -> ServerSentEvent.builder("event " + i).build());
	}

	@Metered("3")
	@GetMapping("/broken")
	Flux<String> broken() {
		return Flux.range(0, 5)
			.map((number) -> FOUR_KILOBYTES)
			.concatWith(Mono.error(() -> new IllegalStateException("after 20 KB")));
	}

	@Metered("3")
	@GetMapping("/unwritable")
	Flux<Item> unwritable(@RequestParam int bad) {
		return Flux.range(1, 3).delayElements(Duration.ofMillis(5)).map((number) -> new Item(number, bad));
	}

	@Metered("3")
	@GetMapping("/charge")
	Flux<String> charge() {
		return endless();
	}

	@Metered(cost = "9", onDisconnect = DisconnectPolicy.CHARGE_SETTLED)
	@GetMapping("/charge-settled")
	Flux<String> chargeSettled(Metering metering) {
		metering.settle(2);
		return endless();
	}

	@Metered(cost = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/cancel")
	Flux<String> cancel() {
		return endless();
	}

	@Metered("3")
	@GetMapping("/never")
	Mono<String> never() {
		return nothing();
	}

	@Metered(cost = "3", onDisconnect = DisconnectPolicy.CANCEL)
	@GetMapping("/never-cancel")
	Mono<String> neverCancel() {
		return nothing();
	}

	private static Mono<String> nothing() {
		return Mono.<String>never().doOnSubscribe((subscription) -> AWAITED.incrementAndGet());
	}

	private static Flux<String> endless() {
		return Flux.interval(Duration.ofMillis(5)).onBackpressureDrop().map((tick) -> FOUR_KILOBYTES);
	}

	/**
	 * An element that knows only as it is written that it cannot be.
	 *
	 * @param number its number
	 * @param bad the number of the one that cannot be written
	 */
	record Item(int number, int bad) {

		public String getText() {
			if (this.number == this.bad) {
				throw new IllegalStateException("cannot be written");
			}
			return "item";
		}

	}

}
