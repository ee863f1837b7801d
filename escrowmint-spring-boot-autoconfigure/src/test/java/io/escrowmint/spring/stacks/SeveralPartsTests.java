package io.escrowmint.spring.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileCopyUtils;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of several parts in requests with an idempotency key, of types that only Tomcat
 * parses, and bodies whose parts Spring does not ask for before the metered method is
 * called.
 */
class SeveralPartsTests {

	private static final String FORM_DATA = "multipart/form-data";

	private static final String LAZILY = "spring.servlet.multipart.resolve-lazily=true";

	private final String wallet = "wallet-" + UUID.randomUUID();

	@ParameterizedTest
	@ValueSource(strings = { "multipart/mixed", "Multipart/Related" })
	void partsThatTheContainerHasParsedAreCompared(String type) throws Exception {
		try (RunningStack running = start(Stack.SERVLET)) {
			assertThat(post(running, "/part", type, "b", "one").body()).isEqualTo("run 1 of one");
			running.assertCharged(this.wallet, 3);
			assertThat(post(running, "/part", type, "b", "two").statusCode()).isEqualTo(422);
			HttpResponse<String> repeat = post(running, "/part", type, "c", "one");
			assertThat(repeat.body()).isEqualTo("run 1 of one");
			assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
			running.assertCharged(this.wallet, 3);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "SERVLET_ON_JETTY" })
	void bodyThatNobodyHasParsedIsComparedAsItIsAndStaysWhole(Stack stack) throws Exception {
		try (RunningStack running = start(stack, "spring.servlet.multipart.strict-servlet-compliance=true")) {
			String whole = "run 1 of " + body("b", "one");
			assertThat(post(running, "/raw", "multipart/related", "b", "one").body()).isEqualTo(whole);
			running.assertCharged(this.wallet, 3);
			assertThat(post(running, "/raw", "multipart/related", "b", "one").body()).isEqualTo(whole);
			assertThat(post(running, "/raw", "multipart/related", "b", "two").statusCode()).isEqualTo(422);
			running.assertCharged(this.wallet, 3);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "SERVLET_ON_JETTY" })
	void formThatTheHandlerHasReadIsComparedAsItIs(Stack stack) throws Exception {
		try (RunningStack running = start(stack, LAZILY)) {
			assertIsComparedAsItIs(running, "/bytes");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,/bytes", "SERVLET,/raw", "SERVLET,/stream", "SERVLET_ON_JETTY,/bytes",
			"SERVLET_ON_JETTY,/raw" })
	void formThatNobodyParsesIsComparedAsItIs(Stack stack, String path) throws Exception {
		try (RunningStack running = start(stack, "spring.servlet.multipart.enabled=false")) {
			assertIsComparedAsItIs(running, path);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "SERVLET_ON_JETTY" })
	void formWhoseParametersWereAskedForInVainIsComparedAsItIs(Stack stack) throws Exception {
		try (RunningStack running = start(stack, "spring.servlet.multipart.enabled=false",
				"spring.mvc.hiddenmethod.filter.enabled=true")) {
			assertIsComparedAsItIs(running, "/raw");
		}
	}

	private void assertIsComparedAsItIs(RunningStack running, String path) throws Exception {
		String whole = "run 1 of " + body("b", "one");
		assertThat(post(running, path, FORM_DATA, "b", "one").body()).isEqualTo(whole);
		running.assertCharged(this.wallet, 3);
		HttpResponse<String> repeat = post(running, path, FORM_DATA, "b", "one");
		assertThat(repeat.body()).isEqualTo(whole);
		assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(post(running, path, FORM_DATA, "b", "two").statusCode()).isEqualTo(422);
		running.assertCharged(this.wallet, 3);
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,/raw", "SERVLET,/stream", "SERVLET,/reader", "SERVLET_ON_JETTY,/raw",
			"SERVLET_ON_JETTY,/stream" })
	void bodyThatWasParsedForItsKeyIsNotTakenForAnEmptyOne(Stack stack, String path) throws Exception {
		try (RunningStack running = start(stack, LAZILY)) {
			assertThat(post(running, path, FORM_DATA, "b", "one").statusCode()).isEqualTo(500);
			running.assertCharged(this.wallet, 0);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "SERVLET_ON_JETTY" })
	void partsThatTheHandlerAsksForLateAreCompared(Stack stack) throws Exception {
		try (RunningStack running = start(stack, LAZILY)) {
			assertThat(post(running, "/parts", FORM_DATA, "b", "one").body()).isEqualTo("run 1 of [a]");
			running.assertCharged(this.wallet, 3);
			assertThat(post(running, "/parts", FORM_DATA, "c", "one").body()).isEqualTo("run 1 of [a]");
			assertThat(post(running, "/parts", FORM_DATA, "b", "two").statusCode()).isEqualTo(422);
			running.assertCharged(this.wallet, 3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET,/parts", "SERVLET,/one-part", "SERVLET_ON_JETTY,/parts" })
	void partsOfABodyThatWasReadForItsKeyAreNotTakenForNone(Stack stack, String path) throws Exception {
		try (RunningStack running = start(stack, LAZILY)) {
			assertThat(post(running, path, "multipart/mixed", "b", "one").statusCode()).isEqualTo(500);
			running.assertCharged(this.wallet, 0);
		}
	}

	private RunningStack start(Stack stack, String... properties) {
		RunningStack running = stack.start(new Class<?>[] { Handlers.class }, properties);
		running.get(QuotaService.class).topUp(this.wallet, 10);
		return running;
	}

	private HttpResponse<String> post(RunningStack running, String path, String type, String boundary, String value)
			throws Exception {
		return running.send("POST", path, body(boundary, value), "Wallet", this.wallet, "Idempotency-Key", "key",
				"Content-Type", type + "; boundary=" + boundary);
	}

	private static String body(String boundary, String value) {
		return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain\r\n\r\n"
				+ value + "\r\n--" + boundary + "--\r\n";
	}

	@RestController
	static class Handlers {

		private final AtomicInteger runs = new AtomicInteger();

		@Metered("3")
		@PostMapping("/part")
		String part(@RequestPart("a") String value) {
			return "run " + this.runs.incrementAndGet() + " of " + value;
		}

		@Metered("3")
		@PostMapping("/raw")
		String raw(HttpServletRequest request) throws IOException {
			return stream(request.getInputStream());
		}

		@Metered("3")
		@PostMapping("/stream")
		String stream(InputStream body) throws IOException {
			return part(StreamUtils.copyToString(body, StandardCharsets.UTF_8));
		}

		@Metered("3")
		@PostMapping("/reader")
		String reader(HttpServletRequest request) throws IOException {
			return part(FileCopyUtils.copyToString(request.getReader()));
		}

		@Metered("3")
		@PostMapping("/bytes")
		String bytes(@RequestBody byte[] body) {
			return part(new String(body, StandardCharsets.UTF_8));
		}

		@Metered("3")
		@PostMapping("/parts")
		String parts(HttpServletRequest request) throws IOException, ServletException {
			return part(request.getParts().stream().map(Part::getName).toList().toString());
		}

		@Metered("3")
		@PostMapping("/one-part")
		String onePart(HttpServletRequest request) throws IOException, ServletException {
			return part("" + request.getPart("a"));
		}

	}

}
