package io.escrowmint.spring.stacks;

import io.escrowmint.QuotaService;
import io.reactivex.rxjava3.core.Single;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Types of RxJava 3, where it is on the class path: of handlers, and of other methods.
 */
class RxJavaTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "WEBFLUX" })
	void typesOfRxJavaAreSettledAtTheirEnd(Stack stack) throws Exception {
		try (RunningStack running = stack.start(new Class<?>[] { RxHandlers.class, RxHandlers.Work.class })) {
			QuotaService quota = running.get(QuotaService.class);
			quota.topUp("wallet", 20);
			assertThat(running.get("/rx/single", "Wallet", "wallet").body()).isEqualTo("done");
			running.assertCharged("wallet", 3);
			assertThat(running.get("/rx/flowable", "Wallet", "wallet").statusCode()).isEqualTo(200);
			running.assertCharged("wallet", 6);
			assertThat(running.get("/rx/fails", "Wallet", "wallet").statusCode()).isEqualTo(500);
			running.assertCharged("wallet", 6);
			assertMethodsPay(running);
		}
	}

	private static void assertMethodsPay(RunningStack running) {
		running.get(QuotaService.class).topUp(RxHandlers.Work.WALLET, 20);
		RxHandlers.Work work = running.get(RxHandlers.Work.class);
		Single<String> single = work.single();
		assertThat(work.runs()).isZero();
		assertThat(single.blockingGet()).isEqualTo("done");
		assertThat(single.blockingGet()).isEqualTo("done");
		running.assertCharged(RxHandlers.Work.WALLET, 6);
		assertThatIllegalStateException().isThrownBy(() -> work.fails().blockingLast());
		running.assertCharged(RxHandlers.Work.WALLET, 6);
	}

}
