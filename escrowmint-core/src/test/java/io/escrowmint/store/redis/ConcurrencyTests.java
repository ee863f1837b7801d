package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.testing.EmbeddedCluster;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However many do whatever at once, the sums are exact.
 */
@Timeout(600)
class ConcurrencyTests {

	@Test
	void lastCreditsAreSoldExactlyOnce() {
		try (OpenStore store = OpenStore.patient()) {
			store.topUp("w", 500);
			List<Integer> sold = MixedLoad.inParallel(16, (thread) -> () -> {
				int applied = 0;
				for (int attempt = 0; attempt < 50; attempt++) {
					Consume consume = Consume.of("w", 1);
					applied += store.apply((attempt % 2 == 0) ? consume : consume.key(thread + "-" + attempt)).applied()
							? 1 : 0;
				}
				return applied;
			});
			assertThat(sold.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
			assertThat(store.figures("w")).isEqualTo(new Figures(0, 0, 0, 500, 500, 0));
		}
	}

	@Test
	void thousandCallsAtOnceFromOneThreadAreAnsweredEachForItself() {
		try (OpenStore store = OpenStore.patient()) {
			store.topUp("w", 700);
			List<CompletableFuture<ConsumeResult>> calls = new ArrayList<>();
			for (int call = 0; call < 1_000; call++) {
				calls.add(store.send(Consume.of("w", 1)));
			}
			assertThat(calls.stream().map(OpenStore::join).filter(ConsumeResult::applied)).hasSize(700);
			assertThat(calls.stream().map(OpenStore::join).filter(ConsumeResult::applied).map(ConsumeResult::available))
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void oneHoldIsCommittedOnceHoweverManyTry() {
		try (OpenStore store = OpenStore.patient()) {
			store.topUp("w", 100);
			for (int round = 0; round < 10; round++) {
				String id = "hold-" + round;
				List<ReserveResult> reserved = MixedLoad.inParallel(4,
						(thread) -> () -> store.apply(Reserve.of("w", 2, Duration.ofHours(1)).id(id)));
				assertThat(reserved).allMatch(ReserveResult::applied);
				assertThat(reserved).filteredOn((result) -> !result.replayed()).hasSize(1);
				assertThat(
						MixedLoad.inParallel(4, (thread) -> () -> store.apply(Commit.of("w", id).actual(1)).replayed()))
					.containsOnlyOnce(false);
			}
			assertThat(store.figures("w")).isEqualTo(new Figures(90, 0, 0, 10, 100, 0));
		}
	}

	@Test
	void booksOfOneWalletAgree() {
		try (OpenStore store = OpenStore.patient()) {
			assertBooksAgree(store, 1, 12, 200);
		}
	}

	@Test
	void booksOfManyWalletsAgree() {
		try (OpenStore store = OpenStore.patient()) {
			assertBooksAgree(store, 100, 12, 200);
		}
	}

	@Test
	void booksAgreeInACluster() {
		try (OpenStore store = OpenStore.on(EmbeddedCluster.shared().connectionFactory()).connected()) {
			assertBooksAgree(store, 30, 8, 200);
		}
	}

	@Test
	@Tag("soak")
	void booksAgreeForAWhile() {
		try (OpenStore store = OpenStore.patient()) {
			assertBooksAgree(store, 3, 32, 5_000);
		}
	}

	private static void assertBooksAgree(OpenStore store, int count, int threads, int steps) {
		List<String> wallets = IntStream.range(0, count).mapToObj((index) -> "wallet " + index).toList();
		wallets.forEach((wallet) -> store.topUp(wallet, 1_000));
		MixedLoad load = new MixedLoad(store, wallets);
		load.run(threads, steps, 42);
		Figures expected = new Figures(load.granted() + count * 1_000L - load.spent() - load.open(), load.open(), 0,
				load.spent(), load.granted() + count * 1_000L, 0);
		Awaitility.await().untilAsserted(() -> assertThat(total(store, wallets)).isEqualTo(expected));
	}

	private static Figures total(OpenStore store, List<String> wallets) {
		return wallets.stream().map(store::figures).reduce(Figures.ZERO, ConcurrencyTests::plus);
	}

	private static Figures plus(Figures a, Figures b) {
		assertThat(b.isLawful()).isTrue();
		return new Figures(a.available() + b.available(), a.held() + b.held(), a.leased() + b.leased(),
				a.spent() + b.spent(), a.granted() + b.granted(), a.debt() + b.debt());
	}

}
