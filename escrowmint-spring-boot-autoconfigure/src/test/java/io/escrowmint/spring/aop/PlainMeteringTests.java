package io.escrowmint.spring.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.escrowmint.Metered;
import io.escrowmint.Metering;
import io.escrowmint.metering.CostLimitException;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.WalletRequiredException;
import io.escrowmint.model.HttpKeyAnsweredException;
import io.escrowmint.model.HttpKeyInFlightException;
import io.escrowmint.model.InsufficientCreditsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What calls of metered bean methods cost, by how they end.
 */
class PlainMeteringTests {

	private final MeteredBeans beans = new MeteredBeans(Work.class, Outer.class, Handlers.class);

	private final Work work = this.beans.get(Work.class);

	private final Outer outer = this.beans.get(Outer.class);

	@AfterEach
	void close() {
		this.beans.close();
	}

	@Test
	void normalReturnIsCharged() {
		assertThat(this.work.returns(() -> assertThat(this.beans.figures().held()).isEqualTo(3))).isEqualTo("done");
		this.beans.charges(3);
		assertThat(Metering.current()).isEmpty();
	}

	@Test
	void anyThrowableGivesBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.work.returns(() -> {
			throw new IllegalArgumentException();
		}));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.work.returns(() -> {
			throw new AssertionError();
		}));
		this.beans.charges(0);
		assertThat(Metering.current()).isEmpty();
	}

	@Test
	void futureDecidesWhenItCompletes() {
		CompletableFuture<String> future = new CompletableFuture<>();
		CompletionStage<String> answer = this.work.future(future);
		assertThat(this.beans.figures().held()).isEqualTo(3);
		future.complete("done");
		assertThat(answer.toCompletableFuture().join()).isEqualTo("done");
		this.beans.charges(3);
	}

	@Test
	void whatIsSaidWithinTheReturnedFutureCounts() {
		CompletableFuture<Long> model = new CompletableFuture<>();
		CompletionStage<?> answer = this.work.within(model, null);
		model.complete(1L);
		answer.toCompletableFuture().join();
		this.beans.charges(1);
	}

	@Test
	void whatIsSaidBesideTheReturnedFutureIsTooLate() {
		CompletableFuture<Long> model = new CompletableFuture<>();
		CompletableFuture<Void> beside = new CompletableFuture<>();
		this.work.beside(model, beside, null);
		model.complete(1L);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(beside::join)
			.withCauseInstanceOf(IllegalStateException.class);
		this.beans.charges(3);
	}

	@Test
	void failedOrCanceledFutureGivesBack() {
		this.work.future(CompletableFuture.failedFuture(new IllegalStateException()));
		CompletableFuture<String> canceled = new CompletableFuture<>();
		this.work.future(canceled).toCompletableFuture().cancel(true);
		assertThat(canceled).isCancelled();
		this.beans.charges(0);
	}

	@Test
	void refusedCallDoesNotRun() {
		assertThatExceptionOfType(InsufficientCreditsException.class)
			.isThrownBy(() -> this.work.costs(101, MeteredBeans.WALLET, PlainMeteringTests::mustNotRun));
		assertThatExceptionOfType(InsufficientCreditsException.class)
			.isThrownBy(() -> this.work.costs(1, "empty", PlainMeteringTests::mustNotRun));
		this.beans.charges(0);
	}

	@Test
	void nobodyWhoPaysIsAnExceptionWithoutTheWallet() {
		assertThatExceptionOfType(WalletRequiredException.class)
			.isThrownBy(() -> this.work.costs(1, "x\ny", PlainMeteringTests::mustNotRun))
			.withMessageContaining("Work.costs")
			.withMessageNotContaining("x\ny");
		assertThatExceptionOfType(WalletRequiredException.class)
			.isThrownBy(() -> this.work.costs(1, null, PlainMeteringTests::mustNotRun));
	}

	@Test
	void freeCallNeedsAWalletAllTheSame() {
		assertThatExceptionOfType(WalletRequiredException.class)
			.isThrownBy(() -> this.work.costs(0, "", PlainMeteringTests::mustNotRun));
		this.work.costs(0, MeteredBeans.WALLET, () -> {
		});
		this.beans.charges(0);
	}

	@Test
	void costAboveTheLimitIsAnException() {
		MeteringOptions options = new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.ASYNC, 10, 0,
				MeteringOptions.DEFAULTS.maxLifetime());
		try (MeteredBeans limited = new MeteredBeans(options, (context) -> context.register(Work.class))) {
			assertThatExceptionOfType(CostLimitException.class)
				.isThrownBy(
						() -> limited.get(Work.class).costs(11, MeteredBeans.WALLET, PlainMeteringTests::mustNotRun))
				.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(10));
		}
	}

	@Test
	void meteringArgumentIsFilledIn() {
		this.work.settles(null, 2);
		this.beans.charges(2);
	}

	@Test
	void meteringArgumentOfTheCallerStays() {
		assertThatIllegalStateException().isThrownBy(() -> this.work.settles(this.beans.sessions.begin(), 2));
		this.beans.charges(0);
	}

	@Test
	void callThatIsNotMeteredByItsConditionCostsNothing() {
		this.work.onlyIf(false, null);
		this.beans.charges(0);
		this.work.onlyIf(true, null);
		this.beans.charges(3);
	}

	@Test
	void meteredCallWithinAMeteredCallJoins() {
		this.outer.callsUnnamed();
		this.beans.charges(10);
	}

	@Test
	void callThatIsNotMeteredSeesTheMeteringOfTheOuterCall() {
		this.outer.callsUnmetered();
		this.beans.charges(10 + 5);
	}

	@Test
	void meteredCallWithinAnUnmeteredCallPays() {
		this.outer.callsUnlessMetered();
		this.beans.charges(3);
	}

	@Test
	void namedCallWithinAMeteredCallHoldsBesideOnce() {
		this.outer.callsNamedTwice();
		this.beans.charges(10 + 4);
	}

	@Test
	void joinedCallIsGivenBackWithTheOuterOne() {
		assertThatIllegalStateException().isThrownBy(() -> this.outer.callsNamedAndFails());
		this.beans.charges(0);
	}

	@Test
	void repeatedHoldsAreAddressedByName() {
		this.work.repeated(null);
		this.beans.charges(1 + 7);
	}

	@Test
	void repeatedKeyDoesNotRunTwice() {
		// On another thread, because a call within the first would join it.
		this.work.keyed("key", () -> assertThat(CompletableFuture.runAsync(() -> this.work.keyed("key", () -> {
		}))).failsWithin(Duration.ofSeconds(30))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(HttpKeyInFlightException.class));
		this.beans.charges(3);
		assertThatExceptionOfType(HttpKeyAnsweredException.class)
			.isThrownBy(() -> this.work.keyed("key", PlainMeteringTests::mustNotRun));
		this.beans.charges(3);
	}

	@Test
	void keyOfAFailedCallIsFree() {
		assertThatIllegalStateException().isThrownBy(() -> this.work.keyed("key", () -> {
			throw new IllegalStateException();
		}));
		this.beans.charges(0);
		this.work.keyed("key", () -> {
		});
		this.beans.charges(3);
	}

	@Test
	void handlerOutsideOfARequestIsAPlainMethod() {
		assertThat(this.beans.get(Handlers.class).named()).isEqualTo("done");
		this.beans.charges(2);
		assertThatExceptionOfType(WalletRequiredException.class)
			.isThrownBy(() -> this.beans.get(Handlers.class).unnamed());
	}

	@Test
	void synchronousSettleIsDoneWhenTheCallReturns() {
		MeteringOptions options = new MeteringOptions(MeteringOptions.Mode.ENFORCE, MeteringOptions.Settle.SYNC, 1000,
				0, MeteringOptions.DEFAULTS.maxLifetime());
		try (MeteredBeans synchronous = new MeteredBeans(options, (context) -> context.register(Work.class))) {
			Work sync = synchronous.get(Work.class);
			sync.returns(() -> {
			});
			assertThat(synchronous.figures().spent()).isEqualTo(3);
			CompletableFuture<String> future = new CompletableFuture<>();
			CompletionStage<String> answer = sync.future(future);
			future.complete("done");
			answer.toCompletableFuture().join();
			assertThat(synchronous.figures().spent()).isEqualTo(6);
			sync.future(new CompletableFuture<>()).toCompletableFuture().cancel(true);
			synchronous.charges(6);
		}
	}

	@Test
	void shadowRunsWhatCannotBeEvaluatedAndCountsIt() {
		MeteringOptions options = new MeteringOptions(MeteringOptions.Mode.SHADOW, MeteringOptions.Settle.ASYNC, 1000,
				0, MeteringOptions.DEFAULTS.maxLifetime());
		try (MeteredBeans shadow = new MeteredBeans(options, (context) -> context.register(Work.class))) {
			shadow.get(Work.class).costs(-1, MeteredBeans.WALLET, () -> {
			});
			assertThat(shadow.verdicts).containsExactly("error 0");
			shadow.get(Work.class).costs(1000, null, () -> {
			});
			shadow.charges(0);
		}
		assertThatIllegalStateException()
			.isThrownBy(() -> this.work.costs(-1, MeteredBeans.WALLET, PlainMeteringTests::mustNotRun));
	}

	private static void mustNotRun() {
		throw new AssertionError("must not run");
	}

	static class Work {

		@Metered(cost = "3", wallet = "'wallet'")
		String returns(Runnable work) {
			work.run();
			return "done";
		}

		@Metered(cost = "3", wallet = "'wallet'")
		CompletionStage<String> future(CompletableFuture<String> future) {
			return future;
		}

		@Metered(cost = "3", wallet = "'wallet'")
		CompletionStage<Long> within(CompletableFuture<Long> model, Metering metering) {
			return model.thenApply((tokens) -> {
				metering.settle(tokens);
				return tokens;
			});
		}

		@Metered(cost = "3", wallet = "'wallet'")
		CompletionStage<Long> beside(CompletableFuture<Long> model, CompletableFuture<Void> beside, Metering metering) {
			model.thenAccept(metering::settle).whenComplete((done, failure) -> beside.completeExceptionally(failure));
			return model;
		}

		@Metered(cost = "#cost", wallet = "#wallet")
		void costs(long cost, String wallet, Runnable work) {
			work.run();
		}

		@Metered(cost = "3", wallet = "'wallet'")
		void settles(Metering metering, long actual) {
			metering.settle(actual);
		}

		@Metered(cost = "3", wallet = "'wallet'", condition = "#paid")
		void onlyIf(boolean paid, Metering metering) {
			metering.addCost(0);
		}

		@Metered(cost = "3", wallet = "'wallet'", condition = "false")
		void adds(Metering metering, long more) {
			metering.addCost(more);
		}

		@Metered(cost = "1", wallet = "'wallet'")
		@Metered(cost = "9", wallet = "'wallet'", name = "tokens")
		void repeated(Metering metering) {
			metering.named("tokens").settle(7);
		}

		@Metered(cost = "3", wallet = "'wallet'", idempotencyKey = "#key")
		void keyed(String key, Runnable work) {
			work.run();
		}

		@Metered(cost = "4", wallet = "'wallet'", name = "beside")
		void beside() {
		}

	}

	static class Outer {

		private final Work work;

		Outer(Work work) {
			this.work = work;
		}

		@Metered(cost = "10", wallet = "'wallet'")
		void callsUnnamed() {
			this.work.returns(() -> {
			});
		}

		@Metered(cost = "20", wallet = "'wallet'")
		void callsUnmetered() {
			Metering.current().orElseThrow().settle(10);
			this.work.adds(null, 5);
		}

		@Metered(cost = "10", wallet = "'wallet'", condition = "false")
		void callsUnlessMetered() {
			this.work.returns(() -> {
			});
		}

		@Metered(cost = "10", wallet = "'wallet'")
		void callsNamedTwice() {
			this.work.beside();
			this.work.beside();
		}

		@Metered(cost = "10", wallet = "'wallet'")
		void callsNamedAndFails() {
			this.work.beside();
			throw new IllegalStateException();
		}

	}

	@Controller
	static class Handlers {

		@GetMapping
		@Metered(cost = "2", wallet = "'wallet'")
		String named() {
			return "done";
		}

		@GetMapping
		@Metered
		String unnamed() {
			throw new AssertionError("must not run");
		}

	}

}
