package io.escrowmint.spring.webflux;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.Metering;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.spring.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.web.server.ServerWebExchange;

/**
 * The session of one exchange, which knows the exchange. Found in the exchange's
 * attributes, and in Reactor's context under the key
 * {@link MeteringSession}{@code .class}, where metered methods of other beans find it as
 * well. Thread-safe.
 */
final class MeteredExchange implements MeteringSession {

	/** Where Reactor's context has it. */
	static final Class<MeteringSession> KEY = MeteringSession.class;

	private static final String ATTRIBUTE = MeteredExchange.class.getName();

	private final MeteringSession session;

	private final AtomicLong cost = new AtomicLong();

	private volatile ServerWebExchange exchange;

	private volatile @Nullable KeyedRequest keyed;

	private volatile @Nullable HttpAnswer refusal;

	MeteredExchange(MeteringSession session, ServerWebExchange exchange) {
		this.session = session;
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
	 * Adds up what the parts of the request hold.
	 * @param more what another part holds
	 * @return the sum
	 */
	long addHeld(long more) {
		return this.cost.addAndGet(more);
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands) {
		return this.session.admit(demands);
	}

	@Override
	public boolean isMetered() {
		return this.session.isMetered();
	}

	@Override
	public boolean isResponseWanted() {
		return this.session.isResponseWanted();
	}

	@Override
	public boolean isEnded() {
		return this.session.isEnded();
	}

	@Override
	public CompletionStage<Void> end(Ending ending) {
		return this.session.end(ending);
	}

	@Override
	public Metering named(String name) {
		return this.session.named(name);
	}

	@Override
	public String wallet() {
		return this.session.wallet();
	}

	@Override
	public long held() {
		return this.session.held();
	}

	@Override
	public long amount() {
		return this.session.amount();
	}

	@Override
	public void settle(long actual) {
		this.session.settle(actual);
	}

	@Override
	public void addCost(long more) {
		this.session.addCost(more);
	}

	@Override
	public void fail() {
		this.session.fail();
	}

}
