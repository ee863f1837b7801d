package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.function.BooleanSupplier;

import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.http.IdempotencyKeyHeader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Ends the metering of a request when it ends: with an escaped exception, which the
 * container turns into a 500 only after this filter, with the status that the client
 * gets, or, if it goes on asynchronously, in a later dispatch or by
 * {@link MeteredAsyncListener}. Stands near the front of the chain, so that it sees what
 * the client gets.
 */
public final class MeteredRequestFilter extends OncePerRequestFilter {

	private final MeteringSessions sessions;

	private final HttpOptions options;

	private final BooleanSupplier keys;

	/**
	 * Creates the filter.
	 * @param sessions makes the sessions of metered requests
	 * @param options whether idempotency keys of clients count
	 * @param keys whether requests can have an idempotency key that the application names
	 */
	public MeteredRequestFilter(MeteringSessions sessions, HttpOptions options, BooleanSupplier keys) {
		this.sessions = sessions;
		this.options = options;
		this.keys = keys;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		MeteredRequest known = MeteredRequest.find(request);
		MeteredRequest metered = (known != null) ? known : begin(request);
		metered.attachTo(request);
		HttpServletResponse watched = watched(response, metered);
		HttpServletRequest read = new WatchedRequest(request, watched, metered.watch());
		dispatch(digested(read, watched, metered), watched, chain, metered);
	}

	private MeteredRequest begin(HttpServletRequest request) {
		return new MeteredRequest(this.sessions, isRepeatable(request) ? new ReplayableRequest(request) : null);
	}

	// An asynchronous dispatch may arrive with the request of the container.
	private static HttpServletRequest digested(HttpServletRequest request, HttpServletResponse response,
			MeteredRequest metered) {
		ReplayableRequest body = metered.body();
		if (body == null || WebUtils.getNativeRequest(request, ReplayableRequest.class) != null) {
			return request;
		}
		body.attach(request, response);
		return body;
	}

	private boolean isRepeatable(HttpServletRequest request) {
		boolean sent = this.options.idempotency() && request.getHeader(IdempotencyKeyHeader.NAME) != null;
		return (sent || this.keys.getAsBoolean()) && this.sessions.options().mode() == MeteringOptions.Mode.ENFORCE;
	}

	// An asynchronous dispatch arrives with the response that was handed on before.
	private static HttpServletResponse watched(HttpServletResponse response, MeteredRequest metered) {
		boolean already = WebUtils.getNativeResponse(response, WatchedResponse.class) != null;
		return already ? response : new WatchedResponse(response, metered.watch());
	}

	private static void dispatch(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
			MeteredRequest metered) throws ServletException, IOException {
		Throwable cause = brokenOff(request, response);
		if (cause != null) {
			metered.endDispatch(response, cause);
		}
		Throwable failure = null;
		metered.watch().beginDispatch(request);
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			leave(request, response, metered, failure);
			metered.watch().endDispatch();
		}
		release(request, response);
	}

	// Of a body that was sent in part, the client has a good status already, whatever an
	// exception handler makes of the failure. What a timeout or a lost client has cut off
	// is no failure, and is judged at its end.
	private static @Nullable Throwable brokenOff(HttpServletRequest request, HttpServletResponse response) {
		Object result = WebAsyncUtils.getAsyncManager(request).getConcurrentResult();
		boolean cutOff = result instanceof AsyncRequestTimeoutException
				|| result instanceof AsyncRequestNotUsableException;
		return (response.isCommitted() && !cutOff && result instanceof Throwable failure) ? failure : null;
	}

	private static void release(HttpServletRequest request, HttpServletResponse response) throws IOException {
		WatchedResponse watched = WebUtils.getNativeResponse(response, WatchedResponse.class);
		if (watched != null && request.isAsyncStarted()) {
			watched.goOn();
		}
		else if (watched != null) {
			watched.release();
		}
	}

	private static void leave(HttpServletRequest request, HttpServletResponse response, MeteredRequest metered,
			@Nullable Throwable failure) {
		if (failure instanceof AsyncRequestNotUsableException) {
			metered.watch().broken();
		}
		if (failure != null || metered.watch().isBroken() || !request.isAsyncStarted()) {
			metered.endDispatch(response, failure);
		}
		else if (metered.startsListening()) {
			request.getAsyncContext().addListener(new MeteredAsyncListener(metered, response));
		}
	}

}
