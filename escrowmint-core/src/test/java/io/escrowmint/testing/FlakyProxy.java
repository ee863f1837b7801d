package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A network that breaks on demand: a TCP proxy on loopback between clients and one
 * server. Faults concern the connections that are open at the call; clients may connect
 * again afterwards, unless refused. All methods are thread-safe.
 */
public final class FlakyProxy implements AutoCloseable {

	private static final Duration MOMENT = Duration.ofMillis(50);

	private static final Duration LONGEST_MOMENT = Duration.ofSeconds(10);

	private final RedisURI server;

	private final ProxyListener listener;

	private final RedisClients clients;

	private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

	private final ProxyTally tally = new ProxyTally();

	private final ReplyGate gate = new ReplyGate();

	private FlakyProxy(RedisURI server) throws IOException {
		this.server = server;
		this.listener = new ProxyListener(new InetSocketAddress(server.getHost(), server.getPort()), this.tally);
		this.clients = new RedisClients(uri());
		AtExit.close(this);
		this.listener.start(this::link);
	}

	/**
	 * A proxy that passes everything on to that server, until told otherwise.
	 */
	public static FlakyProxy before(RedisURI server) {
		try {
			return new FlakyProxy(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Resets all connections (RST). What was under way may or may not be executed.
	 */
	public void cut() {
		endAll((link) -> link.end(true), this.tally.resets);
	}

	/**
	 * Closes all connections politely (FIN), as a server does that drops idle clients.
	 */
	public void hangUp() {
		endAll((link) -> link.end(false), this.tally.hangUps);
	}

	/**
	 * New connections are accepted and reset at once, as long as this is on. Open
	 * connections stay.
	 */
	public void refuse(boolean on) {
		this.listener.refuse(on);
	}

	/**
	 * Swallows what the server sends from now on, then resets each connection: 50 ms
	 * after its first lost reply, or after 10 s without one. Requests that were passed on
	 * until then are executed by the server, all of them.
	 */
	public void dropRepliesThenCut() {
		dropRepliesThenCut(LONGEST_MOMENT);
	}

	void dropRepliesThenCut(Duration longest) {
		for (ProxyLink link : this.links) {
			link.loseReplies();
			cutClientSideAfter(longest, link);
		}
	}

	/**
	 * Swallows what either side sends on the connections that are open now, and closes
	 * none of them, as if the host had lost its power.
	 */
	public void vanish() {
		this.links.forEach(ProxyLink::fallSilent);
	}

	/**
	 * Leads new connections to another server, as a name or an address does that moves.
	 * Open connections stay where they are.
	 */
	public void leadTo(RedisURI other) {
		this.listener.leadTo(new InetSocketAddress(other.getHost(), other.getPort()));
	}

	/**
	 * Holds back what the server sends, on all connections, old and new.
	 */
	public void stallReplies() {
		this.gate.close();
		this.tally.stalls.incrementAndGet();
	}

	/**
	 * Delivers what was held back, in order.
	 */
	public void resumeReplies() {
		this.gate.open();
	}

	/**
	 * Breaks something again and again until the answer is closed. Kinds and pauses
	 * follow from the seed.
	 */
	public ProxyChaos chaos(long seed, Duration meanInterval) {
		return new ProxyChaos(this, seed, meanInterval);
	}

	public ProxyCounts counts() {
		return this.tally.counts();
	}

	/**
	 * The server's address with the host and port of this proxy.
	 */
	public RedisURI uri() {
		RedisURI uri = RedisURI.builder(this.server).build();
		uri.setHost(host());
		uri.setPort(port());
		return uri;
	}

	public String host() {
		return "127.0.0.1";
	}

	public int port() {
		return this.listener.port();
	}

	/**
	 * A connection factory through this proxy, with Lettuce's defaults: it replays
	 * commands after a reconnect.
	 */
	public LettuceConnectionFactory connectionFactory() {
		return this.clients.connectionFactory();
	}

	/**
	 * A client through this proxy, with Lettuce's defaults: it replays commands after a
	 * reconnect.
	 */
	public RedisClient client() {
		return this.clients.client();
	}

	@Override
	public void close() {
		AtExit.forget(this);
		this.clients.close();
		this.listener.close();
		this.links.forEach((link) -> link.end(true));
	}

	void awaitFlow(ProxyLink link) throws IOException {
		this.gate.pass(link);
	}

	void replyLost(ProxyLink link) {
		this.tally.lostReplies.incrementAndGet();
		cutClientSideAfter(MOMENT, link);
	}

	void ended(ProxyLink link) {
		this.links.remove(link);
		this.gate.wakeEnded();
	}

	private void link(Socket client, Socket target) throws IOException {
		ProxyLink link = new ProxyLink(this, client, target);
		this.links.add(link);
		link.start();
	}

	private void endAll(Predicate<ProxyLink> end, AtomicLong counter) {
		counter.addAndGet(this.links.stream().filter(end).count());
	}

	private void cutClientSideAfter(Duration delay, ProxyLink link) {
		CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
			.execute(() -> cutClientSide(link));
	}

	private void cutClientSide(ProxyLink link) {
		if (link.endClientSide()) {
			this.tally.resets.incrementAndGet();
		}
	}

}
