package io.escrowmint.spring.webflux;

import java.lang.reflect.Method;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.metering.Demand;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Trace;
import io.escrowmint.spring.aop.CallFacts;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a reactive request costs whose client leaves while its call, held already, waits
 * for a thread.
 */
class ReactiveQueueTests {

	private static final String QUEUE = "queue";

	private final LateStore store = new LateStore();

	private final StoreMeteringSessions sessions = new StoreMeteringSessions(this.store, 0, MeteringOptions.DEFAULTS,
			new MeteringListener() {
			});

	private final ReactiveMetering metering = new ReactiveMetering(this.sessions, new ReactiveWallets(List.of()),
			HttpOptions.DEFAULTS, new CreditsAnswers(HttpOptions.DEFAULTS), new CreditsHeaders(HttpOptions.DEFAULTS),
			() -> false);

	private final Handler handler = new Handler();

	private final List<Runnable> queue = new ArrayList<>();

	@BeforeEach
	void queueWhatThisThreadSchedules() {
		this.store.memory.execute(TopUp.of("w", 10)).toCompletableFuture().join();
		this.sessions.start();
		Thread here = Thread.currentThread();
		Schedulers.onScheduleHook(QUEUE, (task) -> Thread.currentThread().equals(here) ? queued(task) : task);
	}

	private Runnable queued(Runnable task) {
		this.queue.add(task);
		return () -> {
		};
	}

	@AfterEach
	void stop() {
		Schedulers.resetOnScheduleHook(QUEUE);
		this.sessions.stop();
	}

	@Test
	void clientThatLeavesBeforeItsCallRunsPaysNothing() {
		Disposable request = held();
		request.dispose();
		this.queue.forEach(Runnable::run);
		charges(0);
		assertThat(this.handler.runs).hasValue(0);
	}

	@Test
	void clientThatLeavesWhileItsCallRunsPays() {
		Disposable request = held();
		this.queue.forEach(Runnable::run);
		assertThat(this.handler.runs).hasValue(1);
		request.dispose();
		charges(3);
	}

	private Disposable held() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		MeteringGate gate = this.metering.gate((call) -> Mono.error(new IllegalStateException("No request")));
		Disposable request = this.metering.filter().filter(exchange, (inner) -> called(gate)).subscribe();
		this.store.open.complete(null);
		assertThat(figures().held()).isEqualTo(3);
		assertThat(this.queue).hasSize(1);
		return request;
	}

	private Mono<Void> called(MeteringGate gate) {
		try {
			return ((Mono<?>) Objects.requireNonNull(gate.invoke(this.handler))).then();
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private Figures figures() {
		return this.store.query(new Query.OfWallet("w")).toCompletableFuture().join().figures();
	}

	private void charges(long spent) {
		await().untilAsserted(() -> {
			assertThat(figures().held()).isZero();
			assertThat(figures().spent()).isEqualTo(spent);
		});
	}

	/**
	 * A handler that never comes to its end.
	 */
	static final class Handler implements MeteredCall {

		final AtomicInteger runs = new AtomicInteger();

		@Override
		public Method method() {
			return ClassUtils.getMethod(Handler.class, "proceed");
		}

		@Override
		public boolean namesKey() {
			return false;
		}

		@Override
		public List<Demand> demands(CallFacts facts) {
			return List.of(new Demand("", "w", 3, Terms.DEFAULTS, null, Trace.NONE));
		}

		@Override
		public Mono<String> proceed() {
			this.runs.incrementAndGet();
			return Mono.never();
		}

	}

	/**
	 * Reserves only when it is told to.
	 */
	static final class LateStore implements QuotaStore {

		private final QuotaStore memory = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());

		final CompletableFuture<Void> open = new CompletableFuture<>();

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			return (command instanceof Reserve) ? this.open.thenCompose((go) -> this.memory.execute(command))
					: this.memory.execute(command);
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return this.memory.query(query);
		}

	}

}
