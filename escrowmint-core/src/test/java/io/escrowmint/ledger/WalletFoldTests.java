package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.contract.Calls;
import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletReceipt;
import io.escrowmint.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What follows from events beyond the wallet they tell: what was refunded, what is
 * forgotten, and what a second life adds to the first.
 */
class WalletFoldTests {

	private static final String WALLET = "w";

	private static final Duration TTL = Duration.ofHours(1);

	private final Life first = new Life(Duration.ZERO);

	private final WalletFold fold = new WalletFold(WALLET);

	@Test
	void refundsAreCountedAgainstTheirCharge() {
		this.first.apply(TopUp.of(WALLET, 50));
		this.first.apply(Consume.of(WALLET, 20).key("c"));
		this.first.apply(Reserve.of(WALLET, 10, TTL).id("r"));
		this.first.apply(Commit.of(WALLET, "r"));
		this.first.apply(Refund.of(WALLET, 7).ofConsume("c"));
		this.first.apply(Refund.of(WALLET, 4).ofReservation("r"));
		this.first.fold();
		List<WalletReceipt> receipts = this.fold.image().receipts();
		assertThat(receipts).filteredOn(WalletReceipt.Operation.class::isInstance)
			.extracting((receipt) -> ((WalletReceipt.Operation) receipt).refunded())
			.containsExactly(7L);
		assertThat(receipts).filteredOn(WalletReceipt.Reservation.class::isInstance)
			.extracting((receipt) -> ((WalletReceipt.Reservation) receipt).refunded())
			.containsExactly(4L);
	}

	@Test
	void whatAStoreWouldHaveForgottenIsForgotten() {
		this.first.apply(TopUp.of(WALLET, 50).key("old"));
		this.first.engine.advance(Duration.ofHours(2));
		this.first.apply(TopUp.of(WALLET, 50).key("new"));
		this.first.fold();
		Instant now = this.first.engine.now().plus(Duration.ofHours(23));
		assertThat(this.fold.image(now, StoreOptions.DEFAULTS).receipts()).extracting(WalletReceipt::id)
			.containsExactly("new");
	}

	@Test
	void aSecondLifeIsAddedToTheFirst() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.apply(Consume.of(WALLET, 30));
		this.first.apply(Reserve.of(WALLET, 10, TTL).id("r"));
		Life second = new Life(Duration.ofMinutes(5));
		second.apply(TopUp.of(WALLET, 50));
		second.apply(Reserve.of(WALLET, 8, TTL).id("s"));
		second.apply(Consume.of(WALLET, 20));
		this.first.fold();
		second.fold();
		assertThat(this.fold.isComplete()).isTrue();
		assertThat(this.fold.figures()).isEqualTo(new Figures(82, 18, 0, 50, 150, 0));
		assertThat(this.fold.image().open()).extracting(OpenClaim::id).containsExactly("r", "s");
		assertThat(this.fold.image().isSound()).isTrue();
	}

	@Test
	void whatASecondLifeRepeatsCountsOnce() {
		Life second = new Life(Duration.ofMinutes(5));
		for (Life life : List.of(this.first, second)) {
			life.apply(TopUp.of(WALLET, 100).key("t"));
			life.apply(Consume.of(WALLET, 30).key("c"));
			life.apply(Reserve.of(WALLET, 10, TTL).id("r"));
			life.apply(Commit.of(WALLET, "r"));
			life.apply(Reserve.of(WALLET, 5, TTL).id("open"));
			life.apply(AllocateLease.of(WALLET, 20, TTL, "o").id("l"));
			life.apply(ConsumeLease.of(WALLET, "l", "o", 3).key("k"));
			life.fold();
		}
		assertThat(this.fold.figures()).isEqualTo(new Figures(35, 5, 17, 43, 100, 0));
		assertThat(this.fold.remarks()).hasSize(5);
	}

	@Test
	void whatTheStoreWouldHaveForgottenIsNoRepeat() {
		Life second = new Life(StoreOptions.DEFAULTS.idempotencyTtl().multipliedBy(2).plusSeconds(60));
		for (Life life : List.of(this.first, second)) {
			life.apply(TopUp.of(WALLET, 100).key("monthly"));
			life.apply(Consume.of(WALLET, 30).key("c"));
			life.apply(Reserve.of(WALLET, 10, TTL).id("r"));
			life.apply(Commit.of(WALLET, "r"));
			life.fold();
		}
		assertThat(this.fold.figures()).isEqualTo(new Figures(120, 0, 0, 80, 200, 0));
		assertThat(this.fold.remarks()).isEmpty();
	}

	@Test
	void whatWasSpentInBothLivesAndIsNotThereIsDebt() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.apply(Consume.of(WALLET, 90));
		this.first.fold();
		Life other = new Life(Duration.ZERO);
		other.apply(TopUp.of(WALLET, 100));
		other.apply(Consume.of(WALLET, 60));
		this.fold.carry(other.events().get(2));
		assertThat(this.fold.figures()).isEqualTo(new Figures(0, 0, 0, 150, 100, 50));
	}

	@Test
	void aLeaseThatBurnedInASecondLifeIsSpent() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.apply(AllocateLease.of(WALLET, 20, TTL, "o").id("l").expiry(LeaseExpiry.BURN));
		this.first.fold();
		this.first.engine.advance(TTL);
		this.first.apply(TopUp.of(WALLET, 1));
		List<WalletEvent> events = this.first.events();
		this.fold.carry(events.get(events.size() - 2));
		assertThat(this.fold.figures()).isEqualTo(new Figures(80, 0, 0, 20, 100, 0));
	}

	@Test
	void aGapIsNoticed() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.apply(Consume.of(WALLET, 1));
		List<WalletEvent> events = this.first.events();
		this.fold.add(events.get(0));
		this.fold.add(events.get(2));
		assertThat(this.fold.isComplete()).isFalse();
	}

	@Test
	void aGapEndsWhereTheWalletIsToldInFull() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.apply(Consume.of(WALLET, 1));
		this.first.engine.advance(Duration.ofSeconds(1));
		Calls.await(this.first.engine.events().register("later"));
		this.first.apply(Reserve.of(WALLET, 10, TTL).id("r"));
		List<WalletEvent> events = this.first.events();
		events.subList(2, events.size()).forEach(this.fold::add);
		assertThat(this.fold.isComplete()).isTrue();
		assertThat(this.fold.figures()).isEqualTo(new Figures(89, 10, 0, 1, 100, 0));
		assertThat(this.fold.image().open()).extracting(OpenClaim::id).containsExactly("r");
	}

	@Test
	void aSecondLifeThatIsToldInFullInBetweenIsAddedOnce() {
		this.first.apply(TopUp.of(WALLET, 100));
		this.first.fold();
		Life second = new Life(Duration.ofMinutes(5));
		second.apply(TopUp.of(WALLET, 50));
		second.engine.advance(Duration.ofSeconds(1));
		Calls.await(second.engine.events().register("later"));
		second.apply(Consume.of(WALLET, 20));
		assertThat(second.events()).extracting(WalletEvent::type).contains(EventType.SNAPSHOT);
		second.fold();
		assertThat(this.fold.isComplete()).isTrue();
		assertThat(this.fold.figures()).isEqualTo(new Figures(130, 0, 0, 20, 150, 0));
	}

	@Test
	void whatASecondLifeDidUntoldIsMissing() {
		this.first.apply(TopUp.of(WALLET, 100));
		Life second = new Life(Duration.ofMinutes(5));
		second.apply(TopUp.of(WALLET, 50));
		this.first.fold();
		second.fold();
		assertThat(this.fold.isComplete()).isTrue();
		Life third = new Life(Duration.ofMinutes(10));
		third.apply(TopUp.of(WALLET, 50));
		Calls.await(third.engine.events().enable(false));
		third.apply(Consume.of(WALLET, 30));
		Calls.await(third.engine.events().enable(true));
		third.apply(Consume.of(WALLET, 1));
		third.fold();
		assertThat(this.fold.isComplete()).isFalse();
		Life fourth = new Life(Duration.ofMinutes(15));
		fourth.apply(TopUp.of(WALLET, 50));
		fourth.fold();
		assertThat(this.fold.isComplete()).isFalse();
	}

	@Test
	void onlyWhatAStoreMayRememberIsKeptOfALongLife() {
		int events = 20_000;
		Duration ttl = Duration.ofSeconds(1);
		WalletFold brief = new WalletFold(WALLET, StoreOptions.DEFAULTS.withRetention(ttl, ttl));
		EventChain chain = new EventChain(WALLET);
		brief.add(chain.created());
		for (int i = 0; i < events; i++) {
			brief.add(chain.toppedUp(1, "k" + i, null));
		}
		List<WalletReceipt> kept = brief.image().receipts();
		assertThat(kept).hasSizeLessThan(events / 2).extracting(WalletReceipt::id).contains("k" + (events - 2000));
		assertThat(brief.figures().granted()).isEqualTo(events);
	}

	/** A wallet of its own, told by its events. */
	private final class Life {

		private final MemoryEngine engine = new MemoryEngine(StoreOptions.DEFAULTS.withPartitions(1));

		private final Calls calls = new Calls(this.engine);

		private Life(Duration later) {
			this.engine.advance(later);
			Calls.await(this.engine.events().enable(true));
		}

		<R extends Outcome> void apply(Command<R> command) {
			assertThat(this.calls.send(command).applied()).isTrue();
		}

		List<WalletEvent> events() {
			return new ArrayList<>(this.calls.events(WALLET));
		}

		void fold() {
			events().forEach(WalletFoldTests.this.fold::add);
		}

	}

}
