package io.escrowmint.lease;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import org.jspecify.annotations.Nullable;

/**
 * Wants to hold credits. What is held for a caller who has gone is given back.
 */
final class CheckRequest extends LeaseRequest<LeaseCheck> {

	private final LeaseContext context;

	private final WalletLeases leases;

	CheckRequest(LeaseContext context, WalletLeases leases, String wallet, long amount) {
		super(wallet, amount);
		this.context = context;
		this.leases = leases;
	}

	@Override
	@Nullable LeaseCheck take(LeaseAccount account) {
		return (account.local().hold(amount()) >= 0)
				? new LeaseCheck.Held(new LeaseHold(this.leases, account, amount())) : null;
	}

	@Override
	Command<?> command(LeaseTerms terms) {
		return Reserve.of(wallet(), amount(), terms.holdTtl());
	}

	@Override
	LeaseCheck applied(@Nullable Outcome outcome, LeaseTerms terms) {
		if (outcome instanceof ReserveResult.Reserved reserved) {
			return new LeaseCheck.Held(StoreHold.open(this.leases, reserved, terms.holdTtl()));
		}
		throw new IllegalStateException("Not the answer to a reserve: " + outcome);
	}

	@Override
	LeaseCheck refused(Refusal reason, long available, boolean local) {
		return new LeaseCheck.Refused(reason, available, local);
	}

	@Override
	void unwanted(LeaseCheck answer) {
		if (answer instanceof LeaseCheck.Held held) {
			held.reservation().close();
		}
	}

	@Override
	void failed(@Nullable Command<?> command, EscrowMintException failure) {
		if (command instanceof Reserve reserve && failure instanceof OutcomeUnknownException) {
			this.context.calls().execute(Cancel.of(reserve.wallet(), reserve.id().value()));
		}
		super.failed(command, failure);
	}

}
