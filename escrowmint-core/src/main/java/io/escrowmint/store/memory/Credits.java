package io.escrowmint.store.memory;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.model.Withdraw;
import io.escrowmint.model.WithdrawResult;
import io.escrowmint.store.memory.OperationReceipt.Request;
import io.escrowmint.store.memory.OperationReceipt.Verb;

/**
 * Credits that enter and leave a wallet at once.
 */
final class Credits {

	private Credits() {
	}

	static ConsumeResult consume(Touch touch, Consume command) {
		Request request = new Request(Verb.CONSUME, command.amount(), null, null, null, command.maxDebt() != null);
		return Keyed.apply(touch, command, command.key(), request,
				(first) -> new ConsumeResult.Consumed(touch.name(), command.amount(), first.available(), true),
				() -> applyConsume(touch, command, request));
	}

	private static ConsumeResult applyConsume(Touch touch, Consume command, Request request) {
		long amount = command.amount();
		if (!isCovered(touch, command)) {
			return touch.refuse(command, touch.insufficient(amount));
		}
		touch.write(Change.of(touch.figures()).outflowOrDebt(amount).spend(amount),
				Fact.of(EventType.CONSUMED).id(command.key()).trace(command.trace()));
		Keyed.remember(touch, command.key(), request, 0);
		return new ConsumeResult.Consumed(touch.name(), amount, touch.available(), false);
	}

	private static boolean isCovered(Touch touch, Consume command) {
		long missing = command.amount() - touch.available();
		Long cap = command.maxDebt();
		return missing <= 0 || cap != null && touch.wallet.exists && missing <= cap - touch.figures().debt()
				&& missing <= touch.headroom();
	}

	static TopUpResult topUp(Touch touch, TopUp command) {
		Request request = Request.of(Verb.TOP_UP, command.amount());
		return Keyed.apply(
				touch, command, command.key(), request, (first) -> new TopUpResult.ToppedUp(touch.name(),
						command.amount(), first.available(), first.debt(), true),
				() -> applyTopUp(touch, command, request));
	}

	private static TopUpResult applyTopUp(Touch touch, TopUp command, Request request) {
		long amount = command.amount();
		if (amount > touch.headroom()) {
			return touch.refuse(command, new Refusal.WalletLimit(touch.name(), amount, touch.headroom()));
		}
		if (!touch.wallet.exists) {
			touch.create();
		}
		touch.write(Change.of(touch.figures()).grant(amount).inflow(amount),
				Fact.of(EventType.TOPPED_UP).id(command.key()).trace(command.trace()));
		Keyed.remember(touch, command.key(), request, 0);
		return new TopUpResult.ToppedUp(touch.name(), amount, touch.available(), touch.figures().debt(), false);
	}

	static WithdrawResult withdraw(Touch touch, Withdraw command) {
		Request request = Request.of(Verb.WITHDRAW, command.amount());
		return Keyed.apply(touch, command, command.key(), request,
				(first) -> new WithdrawResult.Withdrawn(touch.name(), command.amount(), first.available(), true),
				() -> applyWithdraw(touch, command, request));
	}

	private static WithdrawResult applyWithdraw(Touch touch, Withdraw command, Request request) {
		long amount = command.amount();
		if (touch.available() < amount) {
			return touch.refuse(command, touch.insufficient(amount));
		}
		touch.write(Change.of(touch.figures()).outflow(amount).grant(-amount),
				Fact.of(EventType.WITHDRAWN).id(command.key()).trace(command.trace()));
		Keyed.remember(touch, command.key(), request, 0);
		return new WithdrawResult.Withdrawn(touch.name(), amount, touch.available(), false);
	}

}
