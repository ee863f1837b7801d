package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.metering.MeteringSessions;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request through all its dispatches: its metering session, which begins when it is
 * asked for, and what is known of its response. Thread-safe.
 */
final class MeteredRequest {

	private static final Logger logger = LoggerFactory.getLogger(MeteredRequest.class);

	private static final String ATTRIBUTE = MeteredRequest.class.getName();

	private final MeteringSessions sessions;

	private final ResponseWatch watch;

	private final @Nullable ReplayableRequest body;

	private final long since = System.nanoTime();

	private @Nullable MeteringSession session;

	private boolean listening;

	private long held;

	MeteredRequest(MeteringSessions sessions, @Nullable ReplayableRequest body) {
		this.sessions = sessions;
		this.watch = new ResponseWatch(isSettledFirst(), this::end);
		this.body = body;
	}

	/**
	 * Returns the state of a request.
	 * @param request the request
	 * @return the state, {@code null} if {@link MeteredRequestFilter} has not seen it
	 */
	static @Nullable MeteredRequest find(ServletRequest request) {
		return (MeteredRequest) request.getAttribute(ATTRIBUTE);
	}

	void attachTo(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Returns the metering session of the request.
	 * @return the session, begun now if it was not
	 */
	synchronized MeteringSession session() {
		if (this.session == null) {
			this.session = this.sessions.begin(this.since);
		}
		return this.session;
	}

	boolean isShadow() {
		return this.sessions.options().mode() == MeteringOptions.Mode.SHADOW;
	}

	synchronized boolean isMetered() {
		return this.session != null && this.session.isMetered();
	}

	/**
	 * Adds to what the request holds.
	 * @param cost what one part of it holds
	 * @return what all parts hold
	 */
	synchronized long hold(long cost) {
		this.held += cost;
		return this.held;
	}

	/**
	 * Tells whether somebody has to listen for the end of asynchronous processing.
	 * @return {@code true} once, and only for a metered request
	 */
	synchronized boolean startsListening() {
		boolean starts = !this.listening && isMetered();
		this.listening |= starts;
		return starts;
	}

	ResponseWatch watch() {
		return this.watch;
	}

	@Nullable ReplayableRequest body() {
		return this.body;
	}

	/**
	 * Ends the request at the end of a dispatch, and waits for its settle if it is to
	 * come before the end of the response.
	 * @param response the response
	 * @param failure what escaped, if something did
	 */
	void endDispatch(HttpServletResponse response, @Nullable Throwable failure) {
		CompletionStage<Void> settled = end(response, failure);
		if (settled != null && isSettledFirst()) {
			settled.toCompletableFuture().join();
		}
	}

	/**
	 * Ends the request. Only the first end counts; never throws.
	 * @param response the response
	 * @param failure what escaped, if something did; an {@link IOException} of the
	 * container means that the client is gone
	 * @return completes when the request is settled; {@code null} if there is nothing to
	 * settle
	 */
	@Nullable CompletionStage<Void> end(HttpServletResponse response, @Nullable Throwable failure) {
		MeteringSession ending;
		synchronized (this) {
			ending = this.session;
		}
		if (ending == null || ending.isEnded()) {
			return null;
		}
		return ending.end(withResponse(ending, ending(response, failure), response));
	}

	/**
	 * Ends the request of a client that is gone.
	 * @param response the response
	 */
	void endDisconnected(HttpServletResponse response) {
		this.watch.broken();
		end(response, null);
	}

	private Ending ending(HttpServletResponse response, @Nullable Throwable failure) {
		if (this.watch.isBroken()) {
			return Ending.disconnected(response.getStatus());
		}
		return (failure != null) ? Ending.failed() : Ending.responded(response.getStatus());
	}

	private Ending withResponse(MeteringSession ending, Ending plain, HttpServletResponse response) {
		ResponseTee tee = this.watch.tee();
		if (tee == null || plain.kind() == Ending.Kind.FAILED || !ending.isResponseWanted()) {
			return plain;
		}
		try {
			return plain.response(tee.stored(response, this.watch.isBroken()).encoded());
		}
		catch (RuntimeException ex) {
			logger.warn("The response to a request with an idempotency key could not be kept", ex);
			return plain;
		}
	}

	private boolean isSettledFirst() {
		return this.sessions.options().settle() == MeteringOptions.Settle.SYNC;
	}

}
