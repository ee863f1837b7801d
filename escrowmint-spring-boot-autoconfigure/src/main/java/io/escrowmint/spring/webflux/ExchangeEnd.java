package io.escrowmint.spring.webflux;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Finds out how an exchange ends, from the signals of its body and of its whole, and
 * tells its session. Thread-safe: each signal sets one flag.
 */
final class ExchangeEnd {

	private final MeteredExchange metered;

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final boolean waits;

	private final ResponseRecorder recorder;

	private volatile boolean bodyCanceled;

	private volatile @Nullable Throwable bodyFailure;

	ExchangeEnd(MeteredExchange metered, ServerHttpRequest request, ServerHttpResponse response,
			MeteringOptions options, int maxBody) {
		this.metered = metered;
		this.request = request;
		this.response = response;
		this.waits = options.settle() == MeteringOptions.Settle.SYNC;
		this.recorder = new ResponseRecorder(maxBody);
	}

	void record(DataBuffer buffer) {
		if (this.metered.isResponseWanted()) {
			this.recorder.record(buffer);
		}
	}

	void loseRecord() {
		this.recorder.lose();
	}

	/**
	 * Watches a body that is written at once, when it is complete.
	 * @param body the body
	 * @param <T> type of its element
	 * @return the same body
	 */
	<T> Mono<T> watch(Mono<T> body) {
		Mono<T> watched = body.doOnError(this::bodyFailed);
		return !this.waits ? watched
				: watched.flatMap(this::keepBack).switchIfEmpty(beforeLastByte().then(Mono.empty()));
	}

	// Nobody else releases a buffer whose client leaves meanwhile.
	private <T> Mono<T> keepBack(T all) {
		AtomicBoolean kept = new AtomicBoolean(true);
		return beforeLastByte().thenReturn(all).filter((any) -> kept.compareAndSet(true, false)).doFinally((signal) -> {
			if (kept.compareAndSet(true, false) && all instanceof DataBuffer buffer) {
				DataBufferUtils.release(buffer);
			}
		});
	}

	/**
	 * Watches a body that is written piece by piece.
	 * @param body the body
	 * @param <T> type of its elements
	 * @return the same body
	 */
	<T> Flux<T> watch(Flux<T> body) {
		Flux<T> watched = body.doOnError(this::bodyFailed).doOnCancel(() -> this.bodyCanceled = true);
		return !this.waits ? watched : watched.concatWith(beforeLastByte().then(Mono.empty()));
	}

	/**
	 * Watches a part that is flushed by itself: its elements are encoded within it, and
	 * one that cannot be only cancels the body around it.
	 * @param part the part
	 * @param <T> type of its elements
	 * @return the same part
	 */
	<T> Publisher<T> watchPart(Publisher<T> part) {
		return (part instanceof Mono<T> mono) ? mono.doOnError(this::bodyFailed)
				: Flux.from(part).doOnError(this::bodyFailed);
	}

	/**
	 * Settles, if the response is to wait for it: the outcome of the request is known.
	 * @return completes when the response may end
	 */
	Mono<Void> beforeLastByte() {
		return Mono.defer(() -> (this.waits && this.metered.isMetered()) ? end(responded()) : Mono.empty());
	}

	private void bodyFailed(Throwable failure) {
		// A body that fails before its first byte is replaced by an error response.
		if (this.response.isCommitted()) {
			this.bodyFailure = failure;
		}
	}

	Mono<Void> completed() {
		if (this.bodyFailure != null) {
			return end(Ending.failed());
		}
		return end(isBodyLost() ? Ending.disconnected(status()) : responded());
	}

	Mono<Void> failed(Throwable failure) {
		if (this.bodyFailure != null || !this.response.isCommitted()) {
			Integer status = this.response.isCommitted() ? null : mappedStatus(failure);
			return end((status != null) ? Ending.responded(status) : Ending.failed());
		}
		boolean gone = isBodyLost() || DisconnectedClientHelper.isClientDisconnectedException(failure);
		return end(gone ? Ending.disconnected(status()) : Ending.failed());
	}

	void canceled() {
		// Whoever left before a call ran never got to what it pays for.
		boolean failed = this.bodyFailure != null || !this.metered.isRunning();
		this.metered.end(failed ? Ending.failed() : Ending.disconnected(status()));
	}

	// The body of a HEAD request is thrown away, which is no loss.
	private boolean isBodyLost() {
		return this.bodyCanceled && this.request.getMethod() != HttpMethod.HEAD;
	}

	private Ending responded() {
		Ending ending = Ending.responded(status());
		return !this.metered.isResponseWanted() ? ending : ending
			.response(this.recorder.response(status(), this.response.getHeaders(), this.metered.before()).encoded());
	}

	private Mono<Void> end(Ending ending) {
		CompletionStage<Void> settled = this.metered.end(ending);
		return (this.waits && this.metered.isMetered()) ? Mono.fromFuture(settled.toCompletableFuture(), true)
				: Mono.empty();
	}

	private int status() {
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : 200;
	}

	// As the exception handlers behind the filters will see it.
	private static @Nullable Integer mappedStatus(Throwable failure) {
		if (failure instanceof ErrorResponse mapped) {
			return mapped.getStatusCode().value();
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(),
				ResponseStatus.class);
		return (annotation != null) ? Integer.valueOf(annotation.code().value()) : null;
	}

}
