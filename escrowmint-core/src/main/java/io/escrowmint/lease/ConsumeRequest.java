package io.escrowmint.lease;

import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Wants to charge a wallet.
 */
final class ConsumeRequest extends LeaseRequest<LeaseConsumption> {

	static final LeaseConsumption HERE = new LeaseConsumption.Consumed(true);

	private static final LeaseConsumption IN_THE_STORE = new LeaseConsumption.Consumed(false);

	ConsumeRequest(String wallet, long amount) {
		super(wallet, amount);
	}

	@Override
	@Nullable LeaseConsumption take(LeaseAccount account) {
		return (account.local().consume(amount()) >= 0) ? HERE : null;
	}

	@Override
	Command<?> command(LeaseTerms terms) {
		return new Consume(wallet(), amount(), OperationId.generate(), null, Trace.NONE);
	}

	@Override
	LeaseConsumption applied(@Nullable Outcome outcome, LeaseTerms terms) {
		return IN_THE_STORE;
	}

	@Override
	LeaseConsumption refused(Refusal reason, long available, boolean local) {
		return new LeaseConsumption.Refused(reason, available, local);
	}

}
