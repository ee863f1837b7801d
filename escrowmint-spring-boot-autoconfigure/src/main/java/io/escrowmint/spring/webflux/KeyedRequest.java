package io.escrowmint.spring.webflux;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.http.RequestFingerprint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request with an idempotency key. Its body is digested as an argument is read from it;
 * a body that nobody has read when the digest is asked for is read then, up to a limit,
 * and kept for its handler.
 */
final class KeyedRequest extends ServerHttpRequestDecorator {

	private final int limit;

	private final MessageDigest digest = RequestFingerprint.sha256();

	private volatile Body body = Body.UNREAD;

	private volatile byte[] kept = {};

	private volatile boolean formParsed;

	private byte @Nullable [] digested;

	KeyedRequest(ServerHttpRequest request, int limit) {
		super(request);
		this.limit = limit;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return Flux.defer(() -> {
			if (this.body == Body.KEPT) {
				// Not one buffer of nothing: decoders would take that for a body.
				return (this.kept.length > 0) ? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.kept))
						: Flux.empty();
			}
			this.body = Body.STARTED;
			return super.getBody().doOnNext(this::digest).doOnComplete(() -> this.body = Body.READ);
		});
	}

	/**
	 * Tells whether an argument, or a filter, has read all of the body.
	 * @return {@code false} if Spring parsed it as a form or as parts, which passes by
	 * this request
	 */
	boolean isRead() {
		return this.body == Body.READ;
	}

	/**
	 * Returns the digest of the whole body.
	 * @return SHA-256
	 */
	Mono<byte[]> digest() {
		return Mono.defer(() -> switch (this.body) {
			case READ, KEPT -> Mono.fromSupplier(this::digested);
			case STARTED -> Mono.error(unacceptable(null));
			case UNREAD -> keep().map((bytes) -> {
				this.digest.update(bytes);
				return digested();
			});
		});
	}

	/**
	 * Keeps a body in the place of one that was parsed.
	 * @param bytes the body
	 */
	void keep(byte[] bytes) {
		this.kept = bytes;
		this.body = Body.KEPT;
	}

	/**
	 * Tells whether the body was kept, which may have been nothing.
	 */
	boolean isKept() {
		return this.body == Body.KEPT;
	}

	/**
	 * Tells whether nothing was kept.
	 */
	boolean isEmpty() {
		return this.kept.length == 0;
	}

	/**
	 * Tells whether Spring has parsed the body as a form, which leaves nothing to read.
	 */
	boolean isFormParsed() {
		return this.formParsed;
	}

	void formParsed() {
		this.formParsed = true;
	}

	private synchronized byte[] digested() {
		if (this.digested == null) {
			this.digested = this.digest.digest();
		}
		return this.digested;
	}

	private Mono<byte[]> keep() {
		return DataBufferUtils.join(super.getBody(), this.limit)
			.onErrorMap(DataBufferLimitException.class, KeyedRequest::unacceptable)
			.map(KeyedRequest::bytes)
			.defaultIfEmpty(new byte[0])
			.doOnNext(this::keep);
	}

	private void digest(DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
			while (parts.hasNext()) {
				ByteBuffer part = parts.next();
				this.digest.update(part.duplicate());
			}
		}
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	static CreditsProblemException unacceptable(@Nullable Throwable cause) {
		return new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, cause);
	}

	private enum Body {

		/** Nobody has asked for it. */
		UNREAD,

		/** An argument, or a filter, is reading it. */
		STARTED,

		/** An argument, or a filter, has read it. */
		READ,

		/** It was read for its digest. */
		KEPT

	}

}
