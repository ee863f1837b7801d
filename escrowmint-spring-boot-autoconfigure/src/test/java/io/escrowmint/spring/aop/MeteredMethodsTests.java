package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.Metered;
import io.escrowmint.spring.MisconfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.http.ResponseEntity;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MeteredMethodsTests {

	private final MeteredMethods methods = new MeteredMethods();

	@Test
	void readsValueCostAndTtl() {
		assertThat(find("byDefault")).isEqualTo(new MeteredMethod(1, null));
		assertThat(find("value")).isEqualTo(new MeteredMethod(3, null));
		assertThat(find("cost")).isEqualTo(new MeteredMethod(0, Duration.ofMinutes(2)));
		assertThat(this.methods.hasAny()).isTrue();
	}

	@Test
	void plainMethodIsNotMetered() throws Exception {
		assertThat(this.methods.find(Prices.class.getDeclaredMethod("plain"), Prices.class)).isEmpty();
		assertThat(this.methods.hasAny()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "both", "word", "negative", "tooMuch", "badTtl", "noTtl", "future", "callable", "flux",
			"deferred", "emitter", "streaming", "entity" })
	void whatCannotWorkIsRefusedAndNamed(String method) {
		assertThatExceptionOfType(MisconfigurationException.class).isThrownBy(() -> find(method))
			.withMessageContaining("Prices." + method)
			.satisfies((ex) -> assertThat(ex.action()).isNotBlank());
	}

	@Test
	void methodOfAnotherBeanIsRefused() throws Exception {
		Method method = NoController.class.getDeclaredMethod("work");
		assertThatExceptionOfType(MisconfigurationException.class)
			.isThrownBy(() -> this.methods.find(method, NoController.class))
			.withMessageContaining("not a controller");
	}

	private MeteredMethod find(String name) {
		Method method = ReflectionUtils.findMethod(Prices.class, name);
		assertThat(method).isNotNull();
		return this.methods.find(method, Prices.class).orElseThrow();
	}

	@RestController
	@SuppressWarnings("unused")
	static class Prices {

		void plain() {
		}

		@Metered
		void byDefault() {
		}

		@Metered("3")
		void value() {
		}

		@Metered(cost = " 0 ", ttl = "2m")
		void cost() {
		}

		@Metered(value = "1", cost = "2")
		void both() {
		}

		@Metered("one")
		void word() {
		}

		@Metered("-1")
		void negative() {
		}

		@Metered("9007199254740992")
		void tooMuch() {
		}

		@Metered(ttl = "soon")
		void badTtl() {
		}

		@Metered(ttl = "0s")
		void noTtl() {
		}

		@Metered
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("");
		}

		@Metered
		Callable<String> callable() {
			return () -> "";
		}

		@Metered
		Flux<String> flux() {
			return Flux.empty();
		}

		@Metered
		DeferredResult<String> deferred() {
			return new DeferredResult<>();
		}

		@Metered
		SseEmitter emitter() {
			return new SseEmitter();
		}

		@Metered
		StreamingResponseBody streaming() {
			return (output) -> {
			};
		}

		@Metered
		ResponseEntity<StreamingResponseBody> entity() {
			return ResponseEntity.ok(streaming());
		}

	}

	static class NoController {

		@Metered
		void work() {
		}

	}

}
