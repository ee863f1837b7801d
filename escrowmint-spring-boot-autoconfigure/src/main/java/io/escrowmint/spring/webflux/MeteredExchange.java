package io.escrowmint.spring.webflux;

import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.metering.ForwardingSession;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.spring.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The session of one exchange, which knows the exchange. Found in the exchange's
 * attributes, and in Reactor's context under the key
 * {@link MeteringSession}{@code .class}, where metered methods of other beans find it as
 * well. Thread-safe.
 */
final class MeteredExchange extends ForwardingSession {

	/** Where Reactor's context has it. */
	static final Class<MeteringSession> KEY = MeteringSession.class;

	private static final String ATTRIBUTE = MeteredExchange.class.getName();

	private final AtomicLong cost = new AtomicLong();

	private volatile ServerWebExchange exchange;

	private volatile @Nullable KeyedRequest keyed;

	private volatile @Nullable HttpAnswer refusal;

	private volatile HttpHeaders before = HttpHeaders.EMPTY;

	private volatile boolean running;

	MeteredExchange(MeteringSession session, ServerWebExchange exchange) {
		super(session);
		this.exchange = exchange;
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

	/**
	 * Returns the session of an exchange.
	 * @param exchange the exchange
	 * @return the session, {@code null} if {@link MeteringWebFilter} has not seen it
	 */
	static @Nullable MeteredExchange find(ServerWebExchange exchange) {
		return exchange.getAttribute(ATTRIBUTE);
	}

	static @Nullable MeteredExchange find(ContextView context) {
		return (context.getOrDefault(KEY, null) instanceof MeteredExchange metered) ? metered : null;
	}

	/**
	 * Returns the exchange, as the innermost filter made it once it is dispatched.
	 * @return the exchange
	 */
	ServerWebExchange exchange() {
		return this.exchange;
	}

	void dispatch(ServerWebExchange innermost) {
		this.exchange = innermost;
	}

	@Nullable KeyedRequest keyed() {
		return this.keyed;
	}

	void keyed(KeyedRequest request) {
		this.keyed = request;
	}

	/**
	 * Returns the answer that is given whatever else is made of the request.
	 * @return the answer, {@code null} if there is none
	 */
	@Nullable HttpAnswer refusal() {
		return this.refusal;
	}

	void refuse(HttpAnswer answer) {
		this.refusal = answer;
	}

	/**
	 * Notes the headers that the response has already: they are not of the call that runs
	 * now. Not those that describe the body, which is yet to come, and not {@code Vary},
	 * to which whoever has a part in a response adds.
	 */
	void noteHeaders() {
		HttpHeaders headers = HttpHeaders.copyOf(this.exchange.getResponse().getHeaders());
		headers.clearContentHeaders();
		headers.remove(HttpHeaders.VARY);
		this.before = headers;
	}

	/**
	 * Returns the headers that were noted.
	 * @return the headers, none if none were
	 */
	HttpHeaders before() {
		return this.before;
	}

	/**
	 * Tells whether a call that is paid for was begun.
	 * @return {@code false} if what is held was for nothing so far
	 */
	boolean isRunning() {
		return this.running;
	}

	void run() {
		this.running = true;
	}

	/**
	 * Adds up what the parts of the request hold.
	 * @param more what another part holds
	 * @return the sum
	 */
	long addHeld(long more) {
		return this.cost.addAndGet(more);
	}

}
