package io.escrowmint.store.redis;

import java.time.Duration;

import io.escrowmint.model.Consume;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult.Reserved;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.SweepPage;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is among the due wallets is found there by the sweeper; who is there for nothing
 * must not stay in its way.
 */
@Timeout(60)
class DueIndexTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final OpenStore store = OpenStore
		.on(TestRedis.shared().connectionFactory(), (options) -> options.withPartitions(1))
		.connected();

	private final RawRedis raw = new RawRedis(TestRedis.shared().client(), this.store);

	@AfterEach
	void close() {
		this.raw.close();
		this.store.close();
	}

	@Test
	void reserveThatCannotBeToldIsNotDue() {
		OpenStore.join(this.store.store().events().enable(true).toCompletableFuture());
		this.store.topUp("w", 10);
		this.store.apply(Consume.of("w", 1));
		byte[] events = this.raw.partition("w")[1];
		this.raw.commands().del(events);
		this.raw.commands().set(events, RawRedis.bytes("foreign"));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.store.apply(Reserve.of("w", 1, HOUR)));
		assertThat(this.raw.commands().zcard(this.raw.due("w"))).isZero();
	}

	@Test
	void sweepRemovesAWalletThatHasNothingToExpire() {
		this.store.topUp("w", 10);
		stray("w");
		assertThat(sweep(10).reclaimed()).isZero();
		assertThat(this.raw.commands().zcard(this.raw.due("w"))).isZero();
		assertThat(sweep(10).wallets()).isZero();
	}

	@Test
	void sweepMovesAWalletToWhereItsStateSaysThatItIsDue() {
		this.store.topUp("w", 10);
		Reserved hold = (Reserved) this.store.apply(Reserve.of("w", 1, HOUR));
		stray("w");
		sweep(10);
		assertThat(this.raw.commands().zscore(this.raw.due("w"), RawRedis.bytes("w")))
			.isEqualTo((double) hold.expiresAt().toEpochMilli());
	}

	@Test
	void callBehindAFenceMovesNothingThatIsNotDue() {
		this.store.topUp("w", 10);
		Reserved hold = (Reserved) this.store.apply(Reserve.of("w", 1, HOUR));
		OpenStore.join(this.store.store().recovery().fence("w", "test").toCompletableFuture());
		assertThatExceptionOfType(WalletFencedException.class)
			.isThrownBy(() -> this.store.apply(Consume.of("w", 1).key("k")));
		assertThat(this.raw.commands().zscore(this.raw.due("w"), RawRedis.bytes("w")))
			.isEqualTo((double) hold.expiresAt().toEpochMilli());
	}

	@Test
	void strayWalletsDoNotHideOneThatIsDue() {
		this.store.topUp("real", 10);
		this.store.apply(Reserve.of("real", 1, Duration.ofMillis(1)));
		for (int wallet = 0; wallet < 20; wallet++) {
			this.store.topUp("w" + wallet, 10);
			stray("w" + wallet);
		}
		Awaitility.await().until(() -> sweep(10).reclaimed() == 1);
		assertThat(this.store.figures("real").available()).isEqualTo(10);
	}

	private void stray(String wallet) {
		this.raw.commands().zadd(this.raw.due(wallet), 1, RawRedis.bytes(wallet));
	}

	private SweepPage sweep(int limit) {
		return OpenStore.join(this.store.store().sweep(0, limit).toCompletableFuture());
	}

}
