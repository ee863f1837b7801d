package io.escrowmint.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.model.Command;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What subscriptions to metered publishers cost, by how they end.
 */
class PublisherMeteringTests {

	private final MeteredBeans beans = new MeteredBeans(Streams.class);

	private final Streams streams = this.beans.get(Streams.class);

	@AfterEach
	void close() {
		this.beans.close();
	}

	@Test
	void nothingIsHeldBeforeSomebodySubscribes() {
		this.streams.mono(Mono.just("done"));
		this.streams.flux(Flux.just("done"), null);
		assertThat(this.streams.runs()).hasValue(0);
		this.beans.charges(0);
	}

	@Test
	void eachSubscriptionPays() {
		Mono<String> mono = this.streams.mono(Mono.just("done"));
		StepVerifier.create(mono).expectNext("done").verifyComplete();
		StepVerifier.create(mono).expectNext("done").verifyComplete();
		this.beans.charges(6);
	}

	@Test
	void completedPublisherIsCharged() {
		StepVerifier.create(this.streams.flux(Flux.just("a", "b"), null)).expectNext("a", "b").verifyComplete();
		this.beans.charges(2);
		StepVerifier.create(this.streams.mono(Mono.empty())).verifyComplete();
		this.beans.charges(5);
	}

	@Test
	void errorGivesBack() {
		StepVerifier.create(this.streams.flux(Flux.just("a").concatWith(Flux.error(new IllegalStateException())), null))
			.expectNext("a")
			.verifyError(IllegalStateException.class);
		StepVerifier.create(this.streams.mono(Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		StepVerifier.create(this.streams.mono(null)).verifyError(NullPointerException.class);
		this.beans.charges(0);
	}

	@Test
	void cancelIsADisconnect() {
		Disposable subscription = this.streams.flux(Flux.concat(Flux.just("a"), Flux.never()), null).subscribe();
		assertThat(this.beans.figures().held()).isEqualTo(9);
		subscription.dispose();
		this.beans.charges(2);
		this.streams.cancels(Flux.never()).subscribe().dispose();
		this.beans.charges(2);
	}

	@Test
	void refusalIsAnErrorAndTheMethodDoesNotRun() {
		StepVerifier.create(this.streams.expensive()).verifyError(InsufficientCreditsException.class);
		assertThat(this.streams.runs()).hasValue(0);
		this.beans.charges(0);
	}

	@Test
	void meteredPublisherWithinAMeteredPublisherJoins() {
		StepVerifier.create(this.streams.outer(() -> this.streams.mono(Mono.just("done"))))
			.expectNext("done")
			.verifyComplete();
		this.beans.charges(10);
	}

	@Test
	void publisherBesideAMeteredPublisherPaysForItself() {
		StepVerifier.create(this.streams.mono(Mono.just("a")).flatMap((value) -> this.streams.mono(Mono.just("b"))))
			.expectNext("b")
			.verifyComplete();
		this.beans.charges(6);
	}

	@Test
	void adviceBehindTheMeteringFindsItsInvocation() {
		try (MeteredBeans advised = new MeteredBeans(Streams.class, ExposedAdvice.class)) {
			Streams streams = advised.get(Streams.class);
			StepVerifier.create(streams.mono(Mono.just("done"))).expectNext("done").verifyComplete();
			StepVerifier.create(streams.flux(Flux.just("a", "b"), null)).expectNext("a", "b").verifyComplete();
			advised.charges(5);
		}
	}

	@Test
	void methodRunsOnNoThreadOfTheStore() {
		LateStore store = new LateStore();
		try (MeteredBeans late = new MeteredBeans(store, MeteringOptions.DEFAULTS, MeteredAdvisor.DEFAULT_ORDER,
				(context) -> context.register(Streams.class))) {
			Mono<String> name = late.get(Streams.class).mono(Mono.fromCallable(() -> Thread.currentThread().getName()));
			CompletableFuture<String> thread = name.toFuture();
			await().until(() -> store.waiting != null);
			new Thread(() -> store.waiting.complete(null), "store").start();
			assertThat(thread.join()).startsWith("boundedElastic");
			late.charges(3);
		}
	}

	@Test
	void cancelBeforeTheHoldIsKnownGivesItBack() {
		LateStore store = new LateStore();
		try (MeteredBeans late = new MeteredBeans(store, MeteringOptions.DEFAULTS, MeteredAdvisor.DEFAULT_ORDER,
				(context) -> context.register(Streams.class))) {
			Disposable subscription = late.get(Streams.class).mono(Mono.just("never")).subscribe();
			subscription.dispose();
			store.waiting.complete(null);
			late.charges(0);
			assertThat(late.get(Streams.class).runs()).hasValue(0);
		}
	}

	@Test
	void callThatFindsNoThreadGivesItsHoldBack() {
		LateStore store = new LateStore();
		try (MeteredBeans late = new MeteredBeans(store, MeteringOptions.DEFAULTS, MeteredAdvisor.DEFAULT_ORDER,
				(context) -> context.register(Streams.class))) {
			Streams streams = late.get(Streams.class);
			for (Flux<String> call : List.of(streams.mono(Mono.just("never")).flux(),
					streams.flux(Flux.just("never"), null))) {
				CompletableFuture<String> last = call.next().toFuture();
				withoutThreads(() -> store.waiting.complete(null));
				assertThat(last).isCompletedExceptionally();
				late.charges(0);
			}
			assertThat(streams.runs()).hasValue(0);
		}
	}

	// As if the queues of all schedulers were full, for what this thread gives them.
	private static void withoutThreads(Runnable work) {
		Thread here = Thread.currentThread();
		Schedulers.onScheduleHook("full", (task) -> {
			if (Thread.currentThread().equals(here)) {
				throw new RejectedExecutionException("Full");
			}
			return task;
		});
		try {
			work.run();
		}
		finally {
			Schedulers.resetOnScheduleHook("full");
		}
	}

	@ExposedAdvice.Advised
	static class Streams {

		private final AtomicInteger runs = new AtomicInteger();

		// Fields of a proxy are not those of the bean, so that it reads them itself.
		AtomicInteger runs() {
			return this.runs;
		}

		@Metered(cost = "3", wallet = "'wallet'")
		Mono<String> mono(Mono<String> mono) {
			this.runs.incrementAndGet();
			return mono.map(String::toString);
		}

		@Metered(cost = "9", wallet = "'wallet'")
		Flux<String> flux(Flux<String> flux, Metering metering) {
			return flux.doOnSubscribe((subscription) -> metering.settle(2));
		}

		@Metered(cost = "9", wallet = "'wallet'", onDisconnect = io.escrowmint.DisconnectPolicy.CANCEL)
		Flux<String> cancels(Flux<String> flux) {
			return flux;
		}

		@Metered(cost = "101", wallet = "'wallet'")
		Mono<String> expensive() {
			this.runs.incrementAndGet();
			return Mono.just("never");
		}

		@Metered(cost = "10", wallet = "'wallet'")
		Mono<String> outer(java.util.function.Supplier<Mono<String>> inner) {
			return Mono.just("").flatMap((value) -> inner.get());
		}

	}

	/**
	 * Reserves only when it is told to.
	 */
	static final class LateStore implements QuotaStore {

		private final QuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, java.time.InstantSource.system());

		volatile CompletableFuture<Void> waiting;

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			if (command instanceof Reserve) {
				CompletableFuture<Void> turn = new CompletableFuture<>();
				this.waiting = turn;
				return turn.thenCompose((go) -> this.store.execute(command));
			}
			return this.store.execute(command);
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return this.store.query(query);
		}

	}

}
