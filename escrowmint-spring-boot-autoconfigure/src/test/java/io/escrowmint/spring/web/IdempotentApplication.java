package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.WalletResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * An application whose answers tell how often its handlers ran.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ IdempotentApplication.Orders.class, IdempotentApplication.Runs.class, PlayedFilters.class })
class IdempotentApplication {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WalletResolver wallets() {
		return (request) -> request.header("Wallet");
	}

	static class Runs extends AtomicInteger {

		private static final long serialVersionUID = 1L;

		volatile boolean fails;

		volatile transient CountDownLatch gate = new CountDownLatch(0);

	}

	@RestController
	static class Orders {

		private final Runs runs;

		Orders(Runs runs) {
			this.runs = runs;
		}

		@Metered("3")
		@PostMapping("/orders")
		ResponseEntity<Map<String, Integer>> order(@RequestBody Map<String, Object> order) throws Exception {
			int run = this.runs.incrementAndGet();
			this.runs.gate.await(60, TimeUnit.SECONDS);
			if (this.runs.fails) {
				throw new IllegalStateException("escapes");
			}
			return ResponseEntity.created(URI.create("/orders/" + run))
				.header("X-Order", "a", "b")
				.header("Set-Cookie", "secret=" + run)
				.body(Map.of("run", run));
		}

		@Metered(value = "3", idempotencyKey = "#id")
		@PostMapping("/orders/{id}")
		int named(@PathVariable String id) {
			return this.runs.incrementAndGet();
		}

		@Metered("3")
		@PostMapping("/form")
		String form(@RequestParam String name) {
			return name + this.runs.incrementAndGet();
		}

		@Metered("3")
		@PostMapping("/form-by-hand")
		String formByHand(HttpServletRequest request) throws IOException {
			String body = StreamUtils.copyToString(request.getInputStream(), StandardCharsets.UTF_8);
			return body + ", run " + this.runs.incrementAndGet();
		}

		@Metered("3")
		@PostMapping("/form-late")
		String formLate(HttpServletRequest request) {
			List<String> names = Collections.list(request.getParameterNames());
			return names.stream()
				.map((name) -> name + "=" + List.of(request.getParameterValues(name)))
				.collect(Collectors.joining(" ")) + " " + request.getParameter("a") + request.getParameter("none");
		}

		@Metered("3")
		@PostMapping("/form-goes-on")
		ModelAndView formGoesOn() {
			return new ModelAndView("forward:/form-late?a=3&b=4");
		}

		@Metered("3")
		@PostMapping("/upload")
		String upload(@RequestParam MultipartFile file) throws IOException {
			return file.getBytes().length + " bytes, run " + this.runs.incrementAndGet();
		}

		@Metered("3")
		@PostMapping("/raw")
		String raw(HttpServletRequest request) throws IOException {
			int length = StreamUtils.copyToByteArray(request.getInputStream()).length;
			return length + " bytes, run " + this.runs.incrementAndGet();
		}

		@Metered("3")
		@GetMapping("/writer")
		void writer(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=UTF-8");
			response.getWriter().print("\u20ac" + this.runs.incrementAndGet());
		}

		@Metered("3")
		@GetMapping("/writer-argument")
		void writerArgument(Writer writer, HttpServletResponse response) throws IOException {
			// Too late for the encoding: the writer has one.
			response.setContentType("text/plain;charset=UTF-8");
			writer.write("\u00e9" + this.runs.incrementAndGet());
		}

		@Metered("3")
		@GetMapping("/writer-relabeled")
		void writerRelabeled(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=ISO-8859-1");
			Writer writer = response.getWriter();
			// Too late as well.
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			writer.write("\u00e9" + this.runs.incrementAndGet());
		}

		@Metered("3")
		@GetMapping("/varied")
		ResponseEntity<String> varied() {
			return ResponseEntity.ok().varyBy("Accept").body("run " + this.runs.incrementAndGet());
		}

		@PostMapping("/dispatched")
		void dispatched(HttpServletRequest request) {
			request.startAsync().dispatch("/raw");
		}

		@PostMapping("/pay/{id}")
		ModelAndView pay(@PathVariable String id, HttpServletRequest request) {
			request.setAttribute("order", id);
			return new ModelAndView("forward:/paid");
		}

		@PostMapping("/pay-later/{id}")
		void payLater(@PathVariable String id, HttpServletRequest request) {
			request.setAttribute("order", id);
			request.startAsync().dispatch("/paid");
		}

		@Metered("3")
		@PostMapping("/paid")
		String paid(HttpServletRequest request) {
			return "paid order " + request.getAttribute("order") + ", run " + this.runs.incrementAndGet();
		}

		@Metered("3")
		@GetMapping("/future")
		CompletableFuture<Map<String, Integer>> future() {
			return CompletableFuture.supplyAsync(() -> Map.of("run", this.runs.incrementAndGet()));
		}

		@Metered("3")
		@GetMapping("/large-json")
		List<Integer> largeJson() {
			this.runs.incrementAndGet();
			// Neither large enough not to be kept, nor small enough for the buffers.
			return new Random(1).ints(6_000).boxed().toList();
		}

		@Metered("3")
		@GetMapping("/large")
		byte[] large() {
			this.runs.incrementAndGet();
			return new byte[64 * 1024 + 1];
		}

		@Metered("3")
		@GetMapping("/streamed")
		StreamingResponseBody streamed() {
			return (output) -> output.write(("" + this.runs.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
		}

		@Metered(value = "3", commitOn = "200-499")
		@GetMapping("/error-page")
		void errorPage(HttpServletResponse response) throws IOException {
			this.runs.incrementAndGet();
			response.sendError(404);
		}

		@Metered("0")
		@GetMapping("/free")
		int free() {
			return this.runs.incrementAndGet();
		}

		@GetMapping("/plain")
		int plain() {
			return this.runs.incrementAndGet();
		}

	}

}
