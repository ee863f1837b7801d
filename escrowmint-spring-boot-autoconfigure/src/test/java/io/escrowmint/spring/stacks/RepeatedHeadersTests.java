package io.escrowmint.spring.stacks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeats have the headers that the first response had, whenever the handler has set
 * them, and the body that was sent with them.
 */
class RepeatedHeadersTests {

	@Nested
	class OnTomcat extends Contract {

		OnTomcat() {
			super(Stack.SERVLET, "async");
		}

	}

	@Nested
	class OnTomcatSettledFirst extends Contract {

		OnTomcatSettledFirst() {
			super(Stack.SERVLET, "sync");
		}

	}

	@Nested
	class OnJetty extends Contract {

		OnJetty() {
			super(Stack.SERVLET_ON_JETTY, "async");
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Contract {

		private final Stack stack;

		private final String settle;

		private RunningStack running;

		private String wallet;

		Contract(Stack stack, String settle) {
			this.stack = stack;
			this.settle = settle;
		}

		@BeforeAll
		void start() {
			this.running = this.stack.start(new Class<?>[] { Handlers.class },
					"escrowmint.metered.settle=" + this.settle);
		}

		@BeforeEach
		void fill() {
			this.wallet = "wallet-" + UUID.randomUUID();
			this.running.get(QuotaService.class).topUp(this.wallet, 10);
		}

		@AfterAll
		void close() {
			this.running.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/late-headers", "/late-headers-flushed" })
		void headersThatAreSetBehindTheBodyAreRepeated(String path) throws Exception {
			HttpResponse<String> first = twice(path, "Content-Type", "Content-Disposition");
			assertThat(first.headers().firstValue("Content-Type")).contains("application/pdf");
			assertThat(first.headers().firstValue("Content-Disposition")).contains("attachment");
			assertThat(first.body()).startsWith("body");
		}

		@ParameterizedTest
		@ValueSource(strings = { "/redirect", "/redirect-by-status", "/redirect-cleared", "/redirect-all" })
		void redirectTakesThePlaceOfWhatWasWritten(String path) throws Exception {
			HttpResponse<String> first = twice(path, "Location");
			assertThat(first.headers().firstValue("Location").orElseThrow()).endsWith("/elsewhere");
			assertThat(first.body()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/redirect-with-body", "/redirect-with-body-by-status" })
		void redirectMayKeepWhatWasWritten(String path) throws Exception {
			HttpResponse<String> first = twice(path, "Location");
			assertThat(first.headers().firstValue("Location").orElseThrow()).endsWith("/elsewhere");
			assertThat(first.body()).startsWith("body");
		}

		@Test
		void redirectThatComesTooLateChangesNothing() throws Exception {
			HttpResponse<String> first = twice("/redirect-late", "Location", "Content-Type");
			assertThat(first.statusCode()).isEqualTo(200);
			assertThat(first.body()).startsWith("body");
		}

		@Test
		void languageIsRepeated() throws Exception {
			HttpResponse<String> first = twice("/locale", "Content-Language");
			assertThat(first.headers().firstValue("Content-Language")).contains("fr");
		}

		@Test
		void languageOfAResponseThatWasResetIsNotRepeated() throws Exception {
			twice("/locale-reset", "Content-Language");
		}

		private HttpResponse<String> twice(String path, String... headers) throws Exception {
			HttpResponse<String> first = this.running.get(path, "Wallet", this.wallet, "Idempotency-Key", "key");
			this.running.assertCharged(this.wallet, 3);
			HttpResponse<String> second = this.running.get(path, "Wallet", this.wallet, "Idempotency-Key", "key");
			assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
			assertThat(second.statusCode()).isEqualTo(first.statusCode());
			assertThat(second.body()).isEqualTo(first.body());
			for (String header : List.of(headers)) {
				assertThat(second.headers().allValues(header)).as(header).isEqualTo(first.headers().allValues(header));
			}
			this.running.assertCharged(this.wallet, 3);
			return first;
		}

	}

	@RestController
	static class Handlers {

		private final AtomicInteger runs = new AtomicInteger();

		@Metered("3")
		@GetMapping("/late-headers")
		void lateHeaders(HttpServletResponse response) throws IOException {
			write(response);
			response.setContentType("application/pdf");
			response.setHeader("Content-Disposition", "attachment");
		}

		@Metered("3")
		@GetMapping("/late-headers-flushed")
		void lateHeadersFlushed(HttpServletResponse response) throws IOException {
			lateHeaders(response);
			response.flushBuffer();
		}

		@Metered("3")
		@GetMapping("/redirect")
		void redirect(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere");
		}

		@Metered("3")
		@GetMapping("/redirect-by-status")
		void redirectByStatus(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere", 303);
		}

		@Metered("3")
		@GetMapping("/redirect-cleared")
		void redirectCleared(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere", true);
		}

		@Metered("3")
		@GetMapping("/redirect-all")
		void redirectAll(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere", 307, true);
		}

		@Metered("3")
		@GetMapping("/redirect-with-body")
		void redirectWithBody(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere", false);
		}

		@Metered("3")
		@GetMapping("/redirect-with-body-by-status")
		void redirectWithBodyByStatus(HttpServletResponse response) throws IOException {
			write(response);
			response.sendRedirect("/elsewhere", 303, false);
		}

		@Metered("3")
		@GetMapping("/redirect-late")
		void redirectLate(HttpServletResponse response) throws IOException {
			OutputStream out = response.getOutputStream();
			out.write(("body" + "x".repeat(40_000)).getBytes());
			try {
				response.sendRedirect("/elsewhere");
			}
			catch (IllegalStateException ex) {
				out.write(this.runs.incrementAndGet());
			}
		}

		@Metered("3")
		@GetMapping("/locale")
		void locale(HttpServletResponse response) throws IOException {
			response.setLocale(Locale.FRENCH);
			write(response);
		}

		@Metered("3")
		@GetMapping("/locale-reset")
		void localeReset(HttpServletResponse response) throws IOException {
			response.setLocale(Locale.FRENCH);
			response.reset();
			write(response);
		}

		private void write(HttpServletResponse response) throws IOException {
			response.getOutputStream().write(("body " + this.runs.incrementAndGet()).getBytes());
		}

	}

}
