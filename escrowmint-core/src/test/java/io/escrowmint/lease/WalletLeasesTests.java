package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.model.AllocateLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class WalletLeasesTests {

	private final AtomicLong nanos = new AtomicLong();

	private final LineStore line = new LineStore(new GrantingStore());

	private final LeaseContext context = new LeaseContext(LeaseHouse.OPTIONS, LeaseListener.NONE, this.nanos::get,
			new PatientCalls(this.line, LeaseListener.NONE, LeaseHouse.OPTIONS.patience()), Duration.ofSeconds(1));

	private final WalletLeases wallet = WalletLeases.kept(this.context, "wallet:1");

	@Test
	void nothingIsLeasedForAWalletThatIsForgottenBeforeItsRefill() throws InterruptedException {
		this.context.running(true);
		this.wallet.accept(new ConsumeRequest("wallet:1", 1));
		this.nanos.addAndGet(LeaseHouse.OPTIONS.idleAfter().plus(Duration.ofMillis(1)).toNanos());
		this.line.gate = new CompletableFuture<>();
		this.wallet.tick();
		Thread caller = new Thread(() -> this.wallet.consume(999));
		synchronized (this.wallet) {
			startAndBlock(caller);
			// The report that was on its way ends the lease, and with it the wallet.
			this.line.gate.complete(null);
			assertThat(this.wallet.tick()).isTrue();
		}
		caller.join();
		assertThat(this.line.sent(AllocateLease.class)).isOne();
		assertThat(this.wallet.exposure()).isEqualTo(new LeaseExposure(1, 0, 0, 0, 0));
	}

	/** It waits for the lock of the wallet, with its credits spent. */
	private static void startAndBlock(Thread caller) {
		caller.setDaemon(true);
		caller.start();
		while (caller.getState() != Thread.State.BLOCKED) {
			Thread.onSpinWait();
		}
	}

}
