package io.escrowmint.lease;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What very many wallets cost a process: little while they are used, nothing when nobody
 * uses them any more.
 */
@Timeout(120)
class ManyWalletsTests {

	private static final int WALLETS = Boolean.getBoolean("escrowmint.soak") ? 500_000 : 20_000;

	private static final long BYTES_IN_USE = 1_600;

	private static final long BYTES_LEFT = 120;

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void aWalletThatNobodyUsesIsLetGo() {
		try (StoreCreditLeases leases = new StoreCreditLeases(new GrantingStore(), LeaseHouse.OPTIONS,
				LeaseListener.NONE, this.nanos::get, LeaseHouse.RECALL_PATIENCE, LeaseHouse.Never::new)) {
			leases.start();
			use(leases, 1_000);
			letGo(leases);
			long before = usedBytes();
			use(leases, WALLETS);
			assertThat(leases.exposure().wallets()).isEqualTo(WALLETS);
			long inUse = (usedBytes() - before) / WALLETS;
			letGo(leases);
			assertThat(leases.exposure()).isEqualTo(LeaseExposure.NONE);
			long left = (usedBytes() - before) / WALLETS;
			System.out.printf("%d wallets: %d bytes each in use, %d when let go%n", WALLETS, inUse, left);
			assertThat(inUse).isLessThan(BYTES_IN_USE);
			assertThat(left).isLessThan(BYTES_LEFT);
		}
	}

	private static void use(CreditLeases leases, int wallets) {
		for (int wallet = 0; wallet < wallets; wallet++) {
			assertThat(leases.consume("wallet:" + wallet, 1)).isTrue();
		}
	}

	private void letGo(StoreCreditLeases leases) {
		for (int turn = 0; turn < 3; turn++) {
			this.nanos.addAndGet(LeaseHouse.OPTIONS.idleAfter().toNanos() + TimeUnit.MILLISECONDS.toNanos(1));
			leases.tick();
		}
	}

	private static long usedBytes() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int turn = 0; turn < 4; turn++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

}
