package io.escrowmint.spring.web;

import java.util.Locale;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the response to one request while it is written, through all its
 * dispatches. Written by one thread at a time, as the container demands; its parts are
 * volatile because that thread changes.
 */
final class ResponseWatch {

	private final boolean settlesFirst;

	private final Ends ends;

	private volatile boolean metered;

	private volatile boolean broken;

	private volatile boolean flushDeferred;

	private volatile @Nullable Dispatch dispatch;

	private volatile @Nullable ResponseTee tee;

	/**
	 * Creates the watch.
	 * @param settlesFirst whether what the dispatch flushes waits for its end
	 * @param ends hears at once of a client that has left outside of a dispatch, and of a
	 * listener that has failed: no dispatch may follow
	 */
	ResponseWatch(boolean settlesFirst, Ends ends) {
		this.settlesFirst = settlesFirst;
		this.ends = ends;
	}

	void beginDispatch(ServletRequest request) {
		this.dispatch = new Dispatch(Thread.currentThread(), request, request.getDispatcherType());
	}

	void endDispatch() {
		this.dispatch = null;
	}

	/**
	 * Notes that the request is metered: what happens to its response counts.
	 */
	void metered() {
		this.metered = true;
	}

	/**
	 * Notes that the client does not take what is written.
	 */
	void broken() {
		this.broken = true;
	}

	void broken(HttpServletResponse response) {
		broken();
		if (!isInDispatch()) {
			this.ends.end(response, null);
		}
	}

	/**
	 * Notes that a listener of the handler has failed, if the client has not left before.
	 * @param failure what it throws
	 */
	void failed(HttpServletResponse response, Throwable failure) {
		if (!this.broken) {
			this.ends.end(response, failure);
		}
	}

	boolean isBroken() {
		return this.broken;
	}

	void keep(ResponseTee tee) {
		this.tee = tee;
	}

	@Nullable ResponseTee tee() {
		return this.tee;
	}

	/**
	 * Tells whether a flush waits. It does where the request is settled before its
	 * response ends: a message converter flushes the last byte.
	 * @return {@code true} if nothing is to be flushed now
	 */
	boolean defersFlush(WatchedResponse response) {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.flushes(response);
		}
		this.flushDeferred = waits(response);
		return this.flushDeferred;
	}

	/**
	 * Tells whether the last byte waits as well, as a flush does. Not in a forward, nor
	 * in what it includes: at its end Tomcat takes nothing more.
	 * @return {@code true} if it is to be written at the end of the dispatch
	 */
	boolean keepsLastByte(WatchedResponse response) {
		Dispatch current = this.dispatch;
		return waits(response) && current != null && !current.isHandedOn();
	}

	// Not what costs nothing, and not what may go on for long after the dispatch.
	private boolean waits(WatchedResponse response) {
		Dispatch current = this.dispatch;
		return this.metered && this.settlesFirst && current != null && current.isHere() && !current.isLeft()
				&& !response.isStreaming();
	}

	/**
	 * Tells whether a flush has waited, and is due because there is more to write.
	 * @return {@code true} once for each flush that waited
	 */
	boolean takeDeferredFlush() {
		boolean deferred = this.flushDeferred;
		this.flushDeferred = false;
		return deferred;
	}

	void wrote(byte[] bytes, int offset, int length, WatchedResponse response) {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.wrote(bytes, offset, length, response, !isInDispatch());
		}
	}

	/**
	 * Notes that an error page, of which nothing is seen, comes instead of the body.
	 */
	void replaced() {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.lose();
		}
	}

	/**
	 * Notes that a redirect goes out with the body that was written before.
	 */
	void redirected() {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.redirected();
		}
	}

	/**
	 * Notes the language that the container will send.
	 * @param locale of the response, if there is no header yet that says it
	 */
	void localized(@Nullable Locale locale) {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.localized(locale);
		}
	}

	void reset() {
		ResponseTee keeping = this.tee;
		if (keeping != null) {
			keeping.reset();
		}
	}

	/**
	 * Tells whether a dispatch of the request runs here.
	 * @return {@code false} on any other thread, and once it has ended
	 */
	boolean isInDispatch() {
		Dispatch current = this.dispatch;
		return current != null && current.isHere();
	}

	/**
	 * Ends the request, for the failure if there is one.
	 */
	@FunctionalInterface
	interface Ends {

		void end(HttpServletResponse response, @Nullable Throwable failure);

	}

	/**
	 * One dispatch of the request.
	 *
	 * @param thread runs it
	 * @param request tells whether it goes on elsewhere; only to be asked on the thread
	 * @param type its type at the begin
	 */
	private record Dispatch(Thread thread, ServletRequest request, DispatcherType type) {

		boolean isHere() {
			return this.thread == Thread.currentThread();
		}

		boolean isHandedOn() {
			return this.request.getDispatcherType() != this.type;
		}

		boolean isLeft() {
			return this.request.isAsyncStarted();
		}

	}

}
