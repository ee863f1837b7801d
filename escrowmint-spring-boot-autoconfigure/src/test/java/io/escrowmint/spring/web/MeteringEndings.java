package io.escrowmint.spring.web;

import java.util.concurrent.atomic.AtomicReference;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.OverrunPolicy;
import io.escrowmint.model.OverrunRejectedException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that say what they used.
 */
@RestController
class MeteringEndings {

	static final AtomicReference<Metering> ENDED = new AtomicReference<>();

	@Metered("3")
	@GetMapping("/settle-less")
	String less(Metering metering) {
		metering.settle(3);
		metering.settle(1);
		return "" + metering.held();
	}

	@Metered("3")
	@GetMapping("/settle-nothing")
	String nothing(Metering metering) {
		metering.settle(0);
		return "done";
	}

	@Metered("3")
	@GetMapping("/settle-more")
	String more(Metering metering) {
		metering.settle(50);
		return "clamped";
	}

	@Metered(value = "3", overrun = OverrunPolicy.AVAILABLE)
	@GetMapping("/settle-available")
	String available(Metering metering) {
		metering.settle(50);
		return "taken";
	}

	@Metered(value = "3", overrun = OverrunPolicy.AVAILABLE)
	@GetMapping("/settle-too-much")
	String tooMuch(Metering metering) {
		metering.settle(5_000);
		return "the held amount";
	}

	@Metered(value = "3", overrun = OverrunPolicy.REJECT)
	@GetMapping("/settle-rejected")
	String rejected(Metering metering) {
		try {
			metering.settle(4);
			return "not rejected";
		}
		catch (OverrunRejectedException ex) {
			return "rejected, and held as before";
		}
	}

	@Metered("3")
	@GetMapping("/add-cost")
	String addCost() {
		Metering metering = Metering.current().orElseThrow();
		metering.settle(1);
		metering.addCost(1);
		return "done";
	}

	@Metered("3")
	@GetMapping("/fail")
	String fail(Metering metering) {
		metering.fail();
		metering.settle(2);
		return "free";
	}

	@Metered(value = "3", name = "tokens")
	@Metered(value = "2", name = "images")
	@GetMapping("/repeated-fail")
	String repeatedFail(Metering metering) {
		metering.fail();
		metering.named("images").settle(1);
		return "free";
	}

	@Metered(value = "3", name = "tokens")
	@Metered(value = "2", name = "images")
	@GetMapping("/repeated-fail-one")
	String repeatedFailOne(Metering metering) {
		metering.named("tokens").fail();
		return "images are charged";
	}

	@Metered("3")
	@GetMapping("/settle-then-throw")
	String settleThenThrow(Metering metering) {
		metering.settle(2);
		throw new IllegalArgumentException("escapes");
	}

	@Metered("3")
	@GetMapping("/keep")
	String keep(Metering metering) {
		ENDED.set(metering);
		return "done";
	}

	@Metered(value = "3", name = "tokens")
	@Metered(value = "2", name = "images")
	@GetMapping("/repeated")
	String repeated(Metering metering) {
		metering.named("tokens").settle(1);
		return "done";
	}

	@Metered(value = "3", name = "tokens")
	@Metered(value = "5000", name = "images")
	@GetMapping("/repeated-refused")
	String repeatedRefused() {
		return "never";
	}

}
