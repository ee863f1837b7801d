package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeLeaseResult;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Origin;
import io.escrowmint.model.Refund;
import io.escrowmint.model.RefundResult;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.model.Withdraw;
import io.escrowmint.model.WithdrawResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class IdempotencyContract extends EngineContract {

	@Test
	void aReplayAnswersTheFirstFiguresAndMovesNothing() {
		topUp(100);
		lease("l", 20, LeaseExpiry.RETURN);
		assertApplied(TopUp.of(this.wallet, 10).key("t"));
		assertApplied(Consume.of(this.wallet, 30).key("c"));
		assertApplied(Withdraw.of(this.wallet, 5).key("w"));
		assertApplied(Refund.of(this.wallet, 3).key("f"));
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 4).key("lc"));
		assertApplied(Consume.of(this.wallet, 50));
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 5));
		assertThat(assertMovesNothing(TopUp.of(this.wallet, 10).key("t")))
			.isEqualTo(new TopUpResult.ToppedUp(this.wallet, 10, 90, 0, true));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 30).key("c")))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 30, 60, true));
		assertThat(assertMovesNothing(Withdraw.of(this.wallet, 5).key("w")))
			.isEqualTo(new WithdrawResult.Withdrawn(this.wallet, 5, 55, true));
		assertThat(assertMovesNothing(Refund.of(this.wallet, 3).key("f")))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 3, 58, 0, true));
		assertThat(assertMovesNothing(ConsumeLease.of(this.wallet, "l", OWNER, 4).key("lc")))
			.isEqualTo(new ConsumeLeaseResult.Consumed(this.wallet, "l", 4, 16, 58, true));
	}

	@Test
	void aReplayKeepsTheDebtOfTheFirstAnswer() {
		topUp(10);
		owe(9);
		assertApplied(Refund.of(this.wallet, 2).key("f"));
		assertApplied(TopUp.of(this.wallet, 3).key("t"));
		topUp(50);
		assertThat(assertMovesNothing(Refund.of(this.wallet, 2).key("f")))
			.isEqualTo(new RefundResult.Refunded(this.wallet, 2, 0, 7, true));
		assertThat(assertMovesNothing(TopUp.of(this.wallet, 3).key("t")))
			.isEqualTo(new TopUpResult.ToppedUp(this.wallet, 3, 0, 4, true));
	}

	@Test
	void noteRequestIdAndTimeToLiveDoNotCount() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 3).key("c").note("first").requestId("request-1"));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 3).key("c").note("second").requestId("request-2")))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 3, 7, true));
		assertApplied(Reserve.of(this.wallet, 3, TTL).id("r").note("first"));
		assertThat(
				assertMovesNothing(Reserve.of(this.wallet, 3, Duration.ofMillis(1)).id("r").note("second")).replayed())
			.isTrue();
	}

	@Test
	void theCapOnDebtDoesNotCount() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 13).key("c").maxDebt(5));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 13).key("c").maxDebt(0)))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 13, 0, true));
	}

	@Test
	void aCallerMeetsWhatTheLibraryNamed() {
		topUp(20);
		assertApplied(Consume.of(this.wallet, 3).key(new OperationId("x", Origin.LIBRARY)));
		assertApplied(Reserve.of(this.wallet, 4, TTL).id(new OperationId("x", Origin.LIBRARY)));
		assertApplied(AllocateLease.of(this.wallet, 5, TTL, OWNER).id(new OperationId("x", Origin.LIBRARY)));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 3).key("x")))
			.isEqualTo(new ConsumeResult.Consumed(this.wallet, 3, 17, true));
		assertThat(refusalOf(Consume.of(this.wallet, 4).key("x")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "x", 3));
		assertThat(assertMovesNothing(Reserve.of(this.wallet, 4, TTL).id("x")).replayed()).isTrue();
		assertThat(assertMovesNothing(AllocateLease.of(this.wallet, 5, TTL, OWNER).id("x")).replayed()).isTrue();
		cancel("x");
		assertThat(refusalOf(Reserve.of(this.wallet, 4, TTL).id("x")))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 4));
		assertApplied(ReleaseLease.of(this.wallet, "x", OWNER));
		assertThat(refusalOf(AllocateLease.of(this.wallet, 5, TTL, OWNER).id("x")))
			.isEqualTo(new Refusal.LeaseReleased(this.wallet, "x"));
	}

	@Test
	void theLibraryMeetsWhatACallerNamed() {
		topUp(20);
		OperationId id = new OperationId("x", Origin.LIBRARY);
		assertApplied(Consume.of(this.wallet, 3).key("x"));
		hold("x", 4);
		cancel("x");
		assertThat(assertMovesNothing(Consume.of(this.wallet, 3).key(id)).replayed()).isTrue();
		assertThat(refusalOf(Reserve.of(this.wallet, 4, TTL).id(id)))
			.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 4));
	}

	@Test
	void aTombstoneRefusesWhoeverComesLate() {
		topUp(20);
		refusalOf(Cancel.of(this.wallet, "x"));
		refusalOf(ReleaseLease.of(this.wallet, "x", OWNER));
		for (Origin origin : Origin.values()) {
			OperationId id = new OperationId("x", origin);
			assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id(id)))
				.isEqualTo(new Refusal.ReservationCanceled(this.wallet, "x", 0));
			assertThat(refusalOf(AllocateLease.of(this.wallet, 1, TTL, OWNER).id(id)))
				.isEqualTo(new Refusal.LeaseReleased(this.wallet, "x"));
		}
	}

	@Test
	void anotherRequestUnderAnOperationKeyIsAConflict() {
		topUp(100);
		lease("l", 10, LeaseExpiry.RETURN);
		lease("m", 10, LeaseExpiry.RETURN);
		assertApplied(Consume.of(this.wallet, 9));
		Map<String, Command<?>> firsts = new LinkedHashMap<>();
		firsts.put("consume", Consume.of(this.wallet, 3).key("consume"));
		firsts.put("owing", Consume.of(this.wallet, 3).key("owing").maxDebt(0));
		firsts.put("topUp", TopUp.of(this.wallet, 3).key("topUp"));
		firsts.put("withdraw", Withdraw.of(this.wallet, 3).key("withdraw"));
		firsts.put("refund", Refund.of(this.wallet, 3).key("refund"));
		firsts.put("refundOfConsume", Refund.of(this.wallet, 3).key("refundOfConsume").ofConsume("consume"));
		firsts.put("lease", ConsumeLease.of(this.wallet, "l", OWNER, 3).key("lease"));
		firsts.values().forEach(this::assertApplied);
		firsts.forEach((key, first) -> {
			assertThat(assertMovesNothing(first).replayed()).isTrue();
			for (Command<?> other : requests(key)) {
				if (!other.equals(first)) {
					assertThat(refusalOf(other)).as("%s after %s", other, first)
						.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, key, 3));
				}
			}
		});
	}

	private List<Command<?>> requests(String key) {
		List<Command<?>> requests = new ArrayList<>();
		for (long amount : new long[] { 3, 4, 1_000_000 }) {
			requests.add(Consume.of(this.wallet, amount).key(key));
			requests.add(Consume.of(this.wallet, amount).key(key).maxDebt(0));
			requests.add(TopUp.of(this.wallet, amount).key(key));
			requests.add(Withdraw.of(this.wallet, amount).key(key));
			requests.add(Refund.of(this.wallet, amount).key(key));
			requests.add(Refund.of(this.wallet, amount).key(key).ofConsume("consume"));
			requests.add(Refund.of(this.wallet, amount).key(key).ofReservation("consume"));
			requests.add(Refund.of(this.wallet, amount).key(key).ofConsume("unknown"));
			requests.add(ConsumeLease.of(this.wallet, "l", OWNER, amount).key(key));
			requests.add(ConsumeLease.of(this.wallet, "l", "thief", amount).key(key));
			requests.add(ConsumeLease.of(this.wallet, "m", OWNER, amount).key(key));
			requests.add(ConsumeLease.of(this.wallet, "unknown", OWNER, amount).key(key));
		}
		return requests;
	}

	@Test
	void leaseAndOwnerDoNotRunIntoEachOther() {
		topUp(100);
		assertApplied(AllocateLease.of(this.wallet, 10, TTL, "bc").id("a"));
		assertApplied(AllocateLease.of(this.wallet, 10, TTL, "c").id("ab"));
		assertApplied(ConsumeLease.of(this.wallet, "a", "bc", 3).key("k"));
		assertThat(refusalOf(ConsumeLease.of(this.wallet, "ab", "c", 3).key("k")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "k", 3));
	}

	@Test
	void refusalsAreNotRemembered() {
		refusalOf(Consume.of(this.wallet, 5).key("c"));
		refusalOf(Refund.of(this.wallet, 2).key("f"));
		refusalOf(Withdraw.of(this.wallet, 2).key("w"));
		refusalOf(ConsumeLease.of(this.wallet, "l", OWNER, 2).key("lc"));
		refusalOf(AllocateLease.of(this.wallet, 5, TTL, OWNER).id("l"));
		topUp(20);
		assertThat(assertApplied(Consume.of(this.wallet, 6).key("c")).replayed()).isFalse();
		assertThat(assertApplied(Refund.of(this.wallet, 3).key("f")).replayed()).isFalse();
		assertThat(assertApplied(Withdraw.of(this.wallet, 3).key("w")).replayed()).isFalse();
		assertThat(assertApplied(AllocateLease.of(this.wallet, 6, TTL, OWNER).id("l")).replayed()).isFalse();
		assertThat(assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 3).key("lc")).replayed()).isFalse();
	}

	@Test
	void aConflictIsNotRemembered() {
		topUp(10);
		assertApplied(Consume.of(this.wallet, 3).key("c"));
		refusalOf(Consume.of(this.wallet, 4).key("c"));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 3).key("c")).replayed()).isTrue();
	}

	@Test
	void aReplayIsAnsweredEvenIfTheRequestCouldNotSucceedNow() {
		topUp(10);
		lease("l", 4, LeaseExpiry.RETURN);
		assertApplied(Consume.of(this.wallet, 6).key("c"));
		assertApplied(ConsumeLease.of(this.wallet, "l", OWNER, 4).key("lc"));
		assertApplied(Refund.of(this.wallet, 6).ofConsume("c").key("f"));
		assertApplied(Withdraw.of(this.wallet, 6).key("w"));
		assertApplied(ReleaseLease.of(this.wallet, "l", OWNER));
		assertThat(assertMovesNothing(Consume.of(this.wallet, 6).key("c")).replayed()).isTrue();
		assertThat(assertMovesNothing(ConsumeLease.of(this.wallet, "l", OWNER, 4).key("lc")).replayed()).isTrue();
		assertThat(assertMovesNothing(Refund.of(this.wallet, 6).ofConsume("c").key("f")).replayed()).isTrue();
		assertThat(assertMovesNothing(Withdraw.of(this.wallet, 6).key("w")).replayed()).isTrue();
	}

	@Test
	void theFourNamespacesNeverMeet() {
		topUp(100);
		assertApplied(Consume.of(this.wallet, 1).key("x"));
		assertApplied(Reserve.of(this.wallet, 2, TTL).id("x").http(claim("x", 1)));
		assertApplied(AllocateLease.of(this.wallet, 3, TTL, OWNER).id("x"));
		assertFigures(94, 2, 3, 1, 100, 0);
		assertThat(refusalOf(TopUp.of(this.wallet, 1).key("x")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "x", 1));
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("x")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "x", 2));
		assertThat(refusalOf(AllocateLease.of(this.wallet, 1, TTL, OWNER).id("x")))
			.isEqualTo(new Refusal.IdempotencyConflict(this.wallet, "x", 3));
		assertThat(refusalOf(Reserve.of(this.wallet, 1, TTL).id("y").http(claim("x", 2))))
			.isEqualTo(new Refusal.HttpKeyReused(this.wallet, "x"));
		cancel("x");
		assertThat(this.calls.lease(this.wallet, "x")).get().matches((lease) -> lease.unspent() == 3);
		assertThat(assertMovesNothing(Consume.of(this.wallet, 1).key("x")).replayed()).isTrue();
	}

	@Test
	void aTombstoneIsInItsNamespaceOnly() {
		topUp(10);
		refusalOf(Cancel.of(this.wallet, "x"));
		refusalOf(ReleaseLease.of(this.wallet, "y", OWNER));
		lease("x", 1, LeaseExpiry.RETURN);
		hold("y", 1);
		assertApplied(Consume.of(this.wallet, 1).key("x"));
	}

	@Test
	void keysAreScopedToTheWallet() {
		String other = newWallet();
		assertApplied(TopUp.of(this.wallet, 10).key("x"));
		assertApplied(TopUp.of(other, 20).key("x"));
		assertApplied(Consume.of(this.wallet, 1).key("c"));
		assertThat(assertApplied(Consume.of(other, 2).key("c")).replayed()).isFalse();
		hold("r", 1);
		assertThat(assertApplied(Reserve.of(other, 2, TTL).id("r").http(claim("h", 1))).replayed()).isFalse();
		assertApplied(Reserve.of(this.wallet, 2, TTL).id("s").http(claim("h", 2)));
		lease("l", 1, LeaseExpiry.RETURN);
		assertThat(assertApplied(AllocateLease.of(other, 2, TTL, OWNER).id("l")).replayed()).isFalse();
	}

}
