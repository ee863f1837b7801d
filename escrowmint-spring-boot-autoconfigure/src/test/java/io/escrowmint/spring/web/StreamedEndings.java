package io.escrowmint.spring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Requests whose body is produced after their handler has returned.
 */
@RestController
class StreamedEndings {

	static final byte[] CHUNK = new byte[16 * 1024];

	/** Whether the stream that waits for it is to end. */
	static final AtomicBoolean TOLD = new AtomicBoolean();

	private final ScheduledExecutorService later;

	StreamedEndings(ScheduledExecutorService later) {
		this.later = later;
	}

	@Metered("3")
	@GetMapping("/streaming")
	StreamingResponseBody streaming(Metering metering) {
		return (output) -> {
			output.write(CHUNK);
			metering.settle(2);
		};
	}

	@Metered("3")
	@GetMapping("/streaming-current")
	ResponseEntity<StreamingResponseBody> streamingCurrent() {
		return ResponseEntity.ok((output) -> {
			output.write(CHUNK);
			Metering.current().orElseThrow().addCost(0);
		});
	}

	@Metered("3")
	@GetMapping("/streaming-fails-at-once")
	StreamingResponseBody streamingFailsAtOnce() {
		return (output) -> {
			throw new IllegalArgumentException("escapes");
		};
	}

	@Metered("3")
	@GetMapping("/streaming-fails-midway")
	StreamingResponseBody streamingFailsMidway() {
		return (output) -> {
			output.write(CHUNK);
			output.flush();
			throw new IllegalArgumentException("escapes");
		};
	}

	@Metered("3")
	@GetMapping("/streaming-mapped-to-200")
	StreamingResponseBody streamingMapped() {
		return (output) -> {
			throw new ArithmeticException();
		};
	}

	@Metered("3")
	@GetMapping("/streaming-mapped-midway")
	StreamingResponseBody streamingMappedMidway() {
		return (output) -> {
			output.write(CHUNK);
			output.flush();
			throw new ArithmeticException();
		};
	}

	@Metered("3")
	@GetMapping("/streaming-slowly")
	StreamingResponseBody streamingSlowly() {
		return (output) -> {
			for (int i = 0; i < 2; i++) {
				output.write(CHUNK);
				output.flush();
				BrokenEndings.pause();
			}
		};
	}

	@Metered(value = "3", ttl = "2s")
	@GetMapping("/streaming-until-told")
	StreamingResponseBody streamingUntilTold(HttpServletRequest request) {
		// outlives the time that other requests have
		WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest().setTimeout(60_000L);
		return (output) -> {
			while (!TOLD.get()) {
				output.write(CHUNK);
				output.flush();
				BrokenEndings.pause();
			}
		};
	}

	@Metered("3")
	@GetMapping("/sse")
	SseEmitter sse(Metering metering) {
		SseEmitter emitter = new SseEmitter(60_000L);
		emit(emitter, () -> {
			emitter.send("one");
			metering.settle(1);
			emitter.send("two");
			emitter.complete();
		});
		return emitter;
	}

	@Metered("3")
	@GetMapping("/sse-fails")
	SseEmitter sseFails() {
		SseEmitter emitter = new SseEmitter(60_000L);
		emit(emitter, () -> {
			emitter.send("one");
			emitter.completeWithError(new IllegalArgumentException("escapes"));
		});
		return emitter;
	}

	@Metered("3")
	@GetMapping("/sse-mapped-midway")
	SseEmitter sseMappedMidway() {
		SseEmitter emitter = new SseEmitter(60_000L);
		emit(emitter, () -> {
			emitter.send("one");
			emitter.completeWithError(new NoSuchElementException());
		});
		return emitter;
	}

	@Metered("3")
	@GetMapping("/sse-times-out")
	SseEmitter sseTimesOut() throws IOException {
		SseEmitter emitter = new SseEmitter(100L);
		// At once: later would be a race with its own time.
		emitter.send("one");
		return emitter;
	}

	@Metered("3")
	@GetMapping("/emitter")
	ResponseBodyEmitter emitter() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(60_000L);
		emit(emitter, () -> {
			emitter.send("one", MediaType.TEXT_PLAIN);
			emitter.complete();
		});
		return emitter;
	}

	@Metered("3")
	@GetMapping(path = "/flux-of-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> fluxOfEvents() {
		return Flux.just("one", "two").delayElements(Duration.ofMillis(5));
	}

	@Metered("3")
	@GetMapping(path = "/flux-fails-midway", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> fluxFailsMidway() {
		return Flux.just("one").concatWith(Flux.error(new IllegalArgumentException("escapes")));
	}

	private void emit(ResponseBodyEmitter emitter, Emission emission) {
		this.later.schedule(() -> {
			try {
				emission.run();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		}, 20, TimeUnit.MILLISECONDS);
	}

	@FunctionalInterface
	private interface Emission {

		void run() throws IOException;

	}

}
