package io.escrowmint.lease;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Wants a lease to be there, and takes nothing from it.
 */
final class PrewarmRequest extends LeaseRequest<Boolean> {

	PrewarmRequest(String wallet) {
		super(wallet, 1);
	}

	@Override
	@Nullable Boolean take(LeaseAccount account) {
		return (account.local().left() > 0) ? Boolean.TRUE : null;
	}

	@Override
	@Nullable Command<?> command(LeaseTerms terms) {
		return null;
	}

	@Override
	Boolean applied(@Nullable Outcome outcome, LeaseTerms terms) {
		return false;
	}

	@Override
	Boolean refused(Refusal reason, long available, boolean local) {
		return false;
	}

	@Override
	void failed(@Nullable Command<?> command, EscrowMintException failure) {
		complete(false);
	}

}
