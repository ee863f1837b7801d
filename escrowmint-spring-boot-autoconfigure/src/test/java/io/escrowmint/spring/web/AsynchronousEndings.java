package io.escrowmint.spring.web;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * Requests whose handler returns before its value is there.
 */
@RestController
class AsynchronousEndings {

	private final ScheduledExecutorService later;

	AsynchronousEndings(ScheduledExecutorService later) {
		this.later = later;
	}

	private void soon(Runnable task) {
		this.later.schedule(task, 20, TimeUnit.MILLISECONDS);
	}

	@Metered("3")
	@GetMapping("/future")
	CompletableFuture<String> future() {
		CompletableFuture<String> future = new CompletableFuture<>();
		soon(() -> future.complete("done"));
		return future;
	}

	@Metered("3")
	@GetMapping("/future-at-once")
	CompletableFuture<String> futureAtOnce() {
		return CompletableFuture.completedFuture("done");
	}

	@Metered("3")
	@GetMapping("/future-fails")
	CompletableFuture<String> futureFails() {
		CompletableFuture<String> future = new CompletableFuture<>();
		soon(() -> future.completeExceptionally(new IllegalArgumentException("escapes")));
		return future;
	}

	@Metered("3")
	@GetMapping("/future-404")
	CompletableFuture<ResponseEntity<String>> future404() {
		CompletableFuture<ResponseEntity<String>> future = new CompletableFuture<>();
		soon(() -> future.complete(ResponseEntity.notFound().build()));
		return future;
	}

	@Metered("3")
	@GetMapping("/future-mapped-to-200")
	CompletableFuture<String> futureMapped() {
		return CompletableFuture.failedFuture(new ArithmeticException());
	}

	@Metered("3")
	@GetMapping("/future-never")
	CompletableFuture<String> futureNever(HttpServletRequest request) {
		// ends before other requests do
		WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest().setTimeout(50L);
		return new CompletableFuture<>();
	}

	@Metered("3")
	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> {
			Metering.current().orElseThrow().settle(2);
			return "done";
		};
	}

	@Metered("3")
	@GetMapping("/callable-fails")
	Callable<String> callableFails() {
		return () -> {
			throw new IllegalArgumentException("escapes");
		};
	}

	@Metered("3")
	@GetMapping("/callable-throws-error")
	Callable<String> callableThrowsError() {
		return () -> {
			throw new AssertionError("escapes as an Error");
		};
	}

	@Metered("3")
	@GetMapping("/task")
	WebAsyncTask<String> task() {
		return new WebAsyncTask<>(() -> "done");
	}

	@Metered("3")
	@GetMapping("/task-times-out-well")
	WebAsyncTask<String> taskTimesOutWell() {
		WebAsyncTask<String> task = new WebAsyncTask<>(50, () -> {
			new CompletableFuture<>().completeOnTimeout("late", 300, TimeUnit.MILLISECONDS).join();
			return "late";
		});
		task.onTimeout(() -> "done by default");
		return task;
	}

	@Metered("3")
	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		soon(() -> result.setResult("done"));
		return result;
	}

	@Metered("3")
	@GetMapping("/deferred-fails")
	DeferredResult<String> deferredFails() {
		DeferredResult<String> result = new DeferredResult<>();
		soon(() -> result.setErrorResult(new IllegalArgumentException("escapes")));
		return result;
	}

	@Metered("3")
	@GetMapping("/deferred-never")
	DeferredResult<String> deferredNever() {
		return new DeferredResult<>(50L);
	}

	@Metered("3")
	@GetMapping("/deferred-times-out-well")
	DeferredResult<String> deferredTimesOutWell() {
		return new DeferredResult<>(50L, "done by default");
	}

	@Metered("3")
	@GetMapping("/deferred-times-out-badly")
	DeferredResult<ResponseEntity<String>> deferredTimesOutBadly() {
		return new DeferredResult<>(50L, ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT).build());
	}

	@Metered("3")
	@GetMapping("/mono")
	Mono<String> mono() {
		return Mono.delay(Duration.ofMillis(20)).thenReturn("done");
	}

	@Metered("3")
	@GetMapping("/mono-fails")
	Mono<String> monoFails() {
		return Mono.delay(Duration.ofMillis(20)).then(Mono.error(new IllegalArgumentException("escapes")));
	}

	@Metered("3")
	@GetMapping("/flux")
	Flux<Integer> flux() {
		return Flux.range(1, 3).delayElements(Duration.ofMillis(5));
	}

	@Metered("3")
	@GetMapping("/raw-async")
	void rawAsync(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext async = request.startAsync(request, response);
		soon(async::complete);
	}

	@Metered("3")
	@GetMapping("/raw-async-500")
	void rawAsyncFails(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext async = request.startAsync(request, response);
		soon(() -> {
			((HttpServletResponse) async.getResponse()).setStatus(500);
			async.complete();
		});
	}

	@Metered("3")
	@GetMapping("/raw-async-never")
	void rawAsyncNever(HttpServletRequest request, HttpServletResponse response) {
		request.startAsync(request, response).setTimeout(50);
	}

	@GetMapping("/raw-dispatch")
	void rawDispatch(HttpServletRequest request) {
		request.startAsync().dispatch("/ok");
	}

	@Metered("3")
	@GetMapping("/raw-dispatch-metered")
	void rawDispatchMetered(HttpServletRequest request) {
		request.startAsync().dispatch("/ok");
	}

}
