package io.escrowmint.store.redis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.escrowmint.model.Charge;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refund;
import io.escrowmint.model.RefundResult;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.model.Withdraw;
import io.escrowmint.model.WithdrawResult;
import org.jspecify.annotations.Nullable;

/**
 * How commands on a wallet's own figures travel.
 */
final class WalletExchanges {

	private WalletExchanges() {
	}

	static Exchange<ConsumeResult> of(Consume command) {
		Supplier<List<byte[]>> arguments = () -> new Arguments().number(command.amount())
			.identity(command.key())
			.text(command.trace().requestId())
			.text(command.trace().note())
			.optionalNumber(command.maxDebt())
			.list();
		return exchange(Verb.CONSUME, command, arguments, Plain.of(command),
				Subject.of(command.wallet(), id(command), command.amount()),
				(reply) -> new ConsumeResult.Consumed(command.wallet(), command.amount(), reply.number(1),
						reply.flag(3)));
	}

	static Exchange<TopUpResult> of(TopUp command) {
		List<byte[]> arguments = new Arguments().number(command.amount())
			.identity(command.key())
			.trace(command.trace());
		return exchange(Verb.TOP_UP, command, arguments, Subject.of(command.wallet(), id(command), command.amount()),
				(reply) -> new TopUpResult.ToppedUp(command.wallet(), command.amount(), reply.number(1),
						reply.number(2), reply.flag(3)));
	}

	static Exchange<WithdrawResult> of(Withdraw command) {
		List<byte[]> arguments = new Arguments().number(command.amount())
			.identity(command.key())
			.trace(command.trace());
		return exchange(Verb.WITHDRAW, command, arguments, Subject.of(command.wallet(), id(command), command.amount()),
				(reply) -> new WithdrawResult.Withdrawn(command.wallet(), command.amount(), reply.number(1),
						reply.flag(3)));
	}

	static Exchange<RefundResult> of(Refund command) {
		List<byte[]> arguments = new Arguments().number(command.amount())
			.identity(command.key())
			.text(charge(command.original()))
			.trace(command.trace());
		return exchange(Verb.REFUND, command, arguments,
				Subject.of(command.wallet(), id(command), command.amount()).charge(command.original()),
				(reply) -> new RefundResult.Refunded(command.wallet(), command.amount(), reply.number(1),
						reply.number(2), reply.flag(3)));
	}

	static <R extends Outcome> Exchange<R> exchange(Verb verb, Command<R> command, List<byte[]> arguments,
			Subject subject, Function<Reply, R> applied) {
		return exchange(verb, command, () -> arguments, null, subject, applied);
	}

	static <R extends Outcome> Exchange<R> exchange(Verb verb, Command<R> command, Supplier<List<byte[]>> arguments,
			@Nullable Plain plain, Subject subject, Function<Reply, R> applied) {
		return new Exchange<>(verb, command.wallet(), arguments, plain, command.isRepeatable(), id(command),
				(reply) -> (reply.code() == 'A') ? applied.apply(reply)
						: command.refused(subject.refusal(reply), reply.number(1)));
	}

	private static @Nullable String id(Command<?> command) {
		return command.identity().orElse(null);
	}

	private static @Nullable String charge(@Nullable Charge charge) {
		if (charge instanceof Charge.OfConsume consume) {
			return "c" + consume.key();
		}
		return (charge instanceof Charge.OfReservation reservation) ? "r" + reservation.id() : null;
	}

}
