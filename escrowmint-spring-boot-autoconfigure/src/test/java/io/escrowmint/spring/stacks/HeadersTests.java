package io.escrowmint.spring.stacks;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.QuotaService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers of metered responses and their switches, over real HTTP.
 */
class HeadersTests {

	private static final List<String> ALL = List.of("RateLimit", "RateLimit-Policy", "X-Credits-Cost",
			"Idempotency-Replayed");

	@ParameterizedTest(name = "{0}: {1}=false takes {2}")
	@MethodSource
	void switchTakesItsHeadersAndNoOthers(Stack stack, String name, List<String> taken) throws Exception {
		try (RunningStack running = stack.start(new Class<?>[0], "escrowmint.web.headers." + name + "=false")) {
			running.get(QuotaService.class).topUp("wallet", 5);
			HttpResponse<String> first = running.get("/mono", "Wallet", "wallet", "Idempotency-Key", "key");
			assertHas(first, taken, "RateLimit", "RateLimit-Policy", "X-Credits-Cost");
			assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
			HttpResponse<String> replay = running.get("/mono", "Wallet", "wallet", "Idempotency-Key", "key");
			assertThat(replay.body()).isEqualTo(first.body());
			assertHas(replay, taken, "X-Credits-Cost", "Idempotency-Replayed");
			HttpResponse<String> refused = running.get("/value", "Wallet", "wallet");
			assertThat(refused.statusCode()).isEqualTo(402);
			assertHas(refused, taken, "RateLimit");
		}
	}

	static Stream<Arguments> switchTakesItsHeadersAndNoOthers() {
		return Stream.of(Stack.SERVLET, Stack.WEBFLUX)
			.flatMap((stack) -> Stream.of(Arguments.of(stack, "rate-limit", List.of("RateLimit", "RateLimit-Policy")),
					Arguments.of(stack, "cost", List.of("X-Credits-Cost")),
					Arguments.of(stack, "replayed", List.of("Idempotency-Replayed"))));
	}

	private static void assertHas(HttpResponse<String> response, List<String> taken, String... usual) {
		List<String> expected = Stream.of(usual).filter((name) -> !taken.contains(name)).toList();
		assertThat(ALL.stream().filter((name) -> response.headers().firstValue(name).isPresent()))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

}
