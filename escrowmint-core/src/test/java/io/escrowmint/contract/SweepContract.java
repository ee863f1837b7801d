package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.SweepPage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at swept wallets through their events, because a read would reclaim by itself.
 */
abstract class SweepContract extends EngineContract {

	@Override
	StoreOptions options() {
		return super.options().withPartitions(1);
	}

	@Test
	void nothingIsDueInAnEmptyStore() {
		assertThat(sweep(100)).isEqualTo(SweepPage.NOTHING);
	}

	@Test
	void nothingIsDueBeforeItsTime() {
		topUp(10);
		hold("r", 4);
		this.engine.advance(TTL.minusMillis(1));
		assertThat(sweep(100)).isEqualTo(SweepPage.NOTHING);
	}

	@Test
	void anExpiredHoldIsSwept() {
		Calls.await(this.engine.events().enable(true));
		topUp(10);
		hold("r", 4);
		lease("l", 1, LeaseExpiry.RETURN);
		this.engine.advance(TTL.plusMillis(250));
		assertThat(sweep(100)).isEqualTo(new SweepPage(1, 2, 0, Duration.ofMillis(250), false));
		assertThat(this.calls.events(this.wallet)).extracting(WalletEvent::type)
			.endsWith(EventType.EXPIRED, EventType.LEASE_EXPIRED);
		assertThat(sweep(100)).isEqualTo(SweepPage.NOTHING);
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void whatWasSweptStaysSweptWhenTheClockStepsBack() {
		topUp(10);
		hold("r", 4);
		expireHolds();
		sweep(100);
		this.engine.setBack(TTL);
		assertFigures(10, 0, 0, 0, 10, 0);
	}

	@Test
	void aSettledHoldIsNotDue() {
		topUp(10);
		hold("r", 4);
		hold("s", 4);
		commit("r", 1);
		cancel("s");
		expireHolds();
		assertThat(sweep(100).reclaimed()).isZero();
		assertThat(sweepAll(100).reclaimed()).isZero();
	}

	@Test
	void anExtendedHoldIsNotDue() {
		topUp(10);
		hold("r", 4);
		assertApplied(Extend.of(this.wallet, "r", TTL.multipliedBy(2)));
		expireHolds();
		assertThat(sweepAll(100).reclaimed()).isZero();
		assertFigures(6, 4, 0, 0, 10, 0);
		expireHolds();
		assertThat(sweepAll(100).reclaimed()).isOne();
	}

	@Test
	void aPageTouchesAtMostSoManyWalletsEarliestFirst() {
		List<String> wallets = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			this.wallet = newWallet();
			wallets.add(this.wallet);
			topUp(10);
			hold("r", 1, TTL.plusMillis(10 - i));
		}
		this.engine.advance(TTL.plusMillis(20));
		SweepPage first = sweep(2);
		assertThat(first).isEqualTo(new SweepPage(2, 2, 0, Duration.ofMillis(14), true));
		assertThat(sweep(2)).isEqualTo(new SweepPage(2, 2, 0, Duration.ofMillis(12), true));
		assertThat(sweep(2)).isEqualTo(new SweepPage(1, 1, 0, Duration.ofMillis(10), false));
		for (String swept : wallets) {
			assertThat(this.calls.state(swept).available()).isEqualTo(10);
		}
	}

	@Test
	void aWalletWithMoreThanABatchIsSweptInSeveralTouches() {
		topUp(300);
		holds("r", 300, TTL);
		expireHolds();
		SweepPage all = sweepAll(1);
		assertThat(all.reclaimed()).isEqualTo(300);
		assertThat(all.failed()).isZero();
		assertFigures(300, 0, 0, 0, 300, 0);
		assertThat(sweep(1)).isEqualTo(SweepPage.NOTHING);
	}

	@Test
	void sweepingTwiceReclaimsOnce() {
		topUp(10);
		hold("r", 4);
		expireHolds();
		assertThat(sweepAll(10).reclaimed() + sweepAll(10).reclaimed()).isOne();
		assertThat(state().seq()).isEqualTo(4);
	}

	@Test
	void theNextExpiryOfASweptWalletIsDueInItsTime() {
		topUp(10);
		hold("r", 1, Duration.ofSeconds(1));
		hold("s", 1, Duration.ofSeconds(2));
		this.engine.advance(Duration.ofSeconds(1));
		assertThat(sweepAll(10).reclaimed()).isOne();
		this.engine.advance(Duration.ofMillis(999));
		assertThat(sweepAll(10)).isEqualTo(SweepPage.NOTHING);
		this.engine.advance(Duration.ofMillis(1));
		assertThat(sweepAll(10).reclaimed()).isOne();
	}

	private SweepPage sweep(int limit) {
		return Calls.await(this.engine.expiry().sweep(0, limit));
	}

	private SweepPage sweepAll(int limit) {
		SweepPage sum = sweep(limit);
		SweepPage page = sum;
		for (int i = 0; page.more() && i < 1000; i++) {
			page = sweep(limit);
			sum = sum.plus(page);
		}
		assertThat(page.more()).as("still due after a thousand sweeps").isFalse();
		return new SweepPage(sum.wallets(), sum.reclaimed(), sum.failed(), sum.lag(), false);
	}

}
