package io.escrowmint.spring.web;

import java.util.Optional;

import io.escrowmint.CurrentWallet;
import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.ModelAndView;

/**
 * An application with one metered handler for each way in which a blocking request can
 * end. The wallet is named by a header, which no real application should do.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class MeteredApplication {

	@Bean
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	@Bean
	WalletResolver nobody() {
		return (request) -> Optional.empty();
	}

	@RestController
	static class Handlers {

		private final Inner inner;

		Handlers(Inner inner) {
			this.inner = inner;
		}

		@Metered("3")
		@GetMapping("/ok")
		String ok() {
			return "done";
		}

		@Metered(cost = "2", wallet = "#wallet")
		@GetMapping("/of")
		String of(@RequestParam String wallet) {
			return "done";
		}

		@Metered("0")
		@GetMapping("/free")
		String free() {
			return "done";
		}

		@Metered
		@GetMapping("/redirect")
		ModelAndView redirect() {
			return new ModelAndView("redirect:/plain");
		}

		@GetMapping("/plain")
		String plain() {
			return "done";
		}

		@Metered
		@ResponseStatus(HttpStatus.NOT_FOUND)
		@GetMapping("/status")
		String status() {
			return "none";
		}

		@Metered
		@GetMapping("/exception")
		String exception() {
			throw new IllegalArgumentException("escapes");
		}

		@Metered
		@GetMapping("/error-thrown")
		String error() {
			throw new AssertionError("escapes as an Error");
		}

		@Metered
		@GetMapping("/gone")
		String gone() {
			throw new Gone();
		}

		@Metered
		@GetMapping("/mapped-to-500")
		String mappedTo500() {
			throw new UnsupportedOperationException();
		}

		@Metered
		@GetMapping("/mapped-to-200")
		String mappedTo200() {
			throw new IllegalStateException();
		}

		@Metered
		@GetMapping("/forward")
		ModelAndView forward() {
			return new ModelAndView("forward:/ok");
		}

		@Metered
		@GetMapping("/nested")
		String nested() {
			return this.inner.inner();
		}

		@Metered
		@GetMapping("/number")
		String number(@RequestParam int value) {
			return "" + value;
		}

		@Metered
		@PostMapping(path = "/body", consumes = MediaType.APPLICATION_JSON_VALUE)
		String body(@RequestBody Body body) {
			return body.text();
		}

		@Metered(ttl = "1ms")
		@GetMapping("/slow")
		String slow() throws InterruptedException {
			long end = System.nanoTime() + 20_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return "done";
		}

		@GetMapping("/who")
		String who(@CurrentWallet String wallet) {
			return wallet;
		}

	}

	@RestController
	static class Inner {

		@Metered("5")
		@GetMapping("/inner")
		String inner() {
			return "inner";
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(UnsupportedOperationException.class)
		@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
		String serverError() {
			return "mapped";
		}

		@ExceptionHandler(IllegalStateException.class)
		String fine() {
			return "mapped";
		}

	}

	@ResponseStatus(HttpStatus.GONE)
	static class Gone extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	record Body(String text) {

	}

}
