package io.escrowmint.spring.stacks;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of several parts that are no form, in requests with an idempotency key: Tomcat
 * parses them, if it is asked to, and Jetty does not.
 */
class SeveralPartsTests {

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
			return part(StreamUtils.copyToString(request.getInputStream(), StandardCharsets.UTF_8));
		}

	}

}
