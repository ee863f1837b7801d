package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.escrowmint.Metered;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Handlers that go on only when their client has read what they have flushed. Each
 * answers with two lines, the second of which tells whether it has.
 */
@RestController
class FlushedEndings {

	/** Released by the client once it has read the first line. */
	static final Semaphore READ = new Semaphore(0);

	private final ScheduledExecutorService later;

	FlushedEndings(ScheduledExecutorService later) {
		this.later = later;
	}

	@GetMapping("/flushed-unmetered")
	void unmetered(HttpServletResponse response) throws IOException {
		response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
		flush(response.getOutputStream());
		response.getOutputStream().write(second());
	}

	@Metered("3")
	@GetMapping("/flushed-by-emitter")
	ResponseBodyEmitter emitter() throws IOException {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(60_000L);
		emitter.send("first\n", MediaType.TEXT_PLAIN);
		this.later.execute(() -> {
			try {
				emitter.send(second());
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@Metered("3")
	@GetMapping("/flushed-before-async")
	void beforeAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
		OutputStream out = response.getOutputStream();
		flush(out);
		AsyncContext async = request.startAsync(request, response);
		async.setTimeout(60_000);
		this.later.execute(() -> {
			try {
				out.write(second());
			}
			catch (IOException ex) {
				// The client sees that something is missing.
			}
			async.complete();
		});
	}

	private static void flush(OutputStream out) throws IOException {
		out.write("first\n".getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	private static byte[] second() {
		try {
			boolean read = READ.tryAcquire(20, TimeUnit.SECONDS);
			return (read ? "read\n" : "not read\n").getBytes(StandardCharsets.US_ASCII);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
