package io.escrowmint.store.memory;

import java.util.function.Function;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.store.memory.OperationReceipt.Request;
import org.jspecify.annotations.Nullable;

/**
 * Applies a command at most once under its operation key.
 */
final class Keyed {

	private Keyed() {
	}

	/**
	 * Answers a repeat, or applies the command.
	 * @param <R> the outcome
	 * @param touch the wallet
	 * @param command the command
	 * @param key its key, if it has one
	 * @param request what makes it the same as an earlier one
	 * @param replay answers from the receipt
	 * @param first applies the command
	 * @return the outcome
	 */
	static <R extends Outcome> R apply(Touch touch, Command<R> command, @Nullable OperationId key, Request request,
			Function<OperationReceipt, R> replay, Supplier<R> first) {
		OperationReceipt receipt = (key != null) ? touch.records.operations.find(touch.name(), key, touch.clock) : null;
		if (key == null || receipt == null) {
			return first.get();
		}
		if (receipt.request().equals(request)) {
			return replay.apply(receipt);
		}
		return touch.refuse(command,
				new Refusal.IdempotencyConflict(touch.name(), key.value(), receipt.request().amount()));
	}

	/**
	 * Remembers the answer of a command that has just been applied.
	 * @param touch the wallet
	 * @param key its key, if it has one
	 * @param request the request
	 * @param unspent what the lease has left, 0 without a lease
	 */
	static void remember(Touch touch, @Nullable OperationId key, Request request, long unspent) {
		if (key != null) {
			OperationReceipt receipt = new OperationReceipt(request, touch.available(), touch.figures().debt(), unspent,
					0);
			touch.records.operations.put(touch.name(), key, receipt, touch.clock);
		}
	}

}
