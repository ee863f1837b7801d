package io.escrowmint.store.redis;

import java.util.List;
import java.util.function.Supplier;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;

import static io.escrowmint.store.redis.WalletExchanges.exchange;

/**
 * How commands on reservations travel.
 */
final class ReservationExchanges {

	private ReservationExchanges() {
	}

	static Exchange<ReserveResult> of(Reserve command) {
		HttpClaim http = command.http();
		Supplier<List<byte[]>> arguments = () -> new Arguments().number(command.amount())
			.millis(command.ttl())
			.identity(command.id())
			.text((http != null) ? http.key() : null)
			.bytes((http != null) ? http.fingerprint() : null)
			.trace(command.trace());
		Subject subject = Subject.of(command.wallet(), command.id().value(), command.amount())
			.httpKey((http != null) ? http.key() : "");
		return exchange(Verb.RESERVE, command, arguments, Plain.of(command), subject,
				(reply) -> new ReserveResult.Reserved(command.wallet(), command.id(), reply.number(2), reply.time(3),
						reply.number(1), reply.flag(4)));
	}

	static Exchange<ExtendResult> of(Extend command) {
		List<byte[]> arguments = new Arguments().text(command.id()).millis(command.ttl()).trace(command.trace());
		return exchange(Verb.EXTEND, command, arguments, Subject.of(command.wallet(), command.id(), 0),
				(reply) -> new ExtendResult.Extended(command.wallet(), command.id(), reply.number(2), reply.time(3),
						reply.number(1), reply.flag(4)));
	}

	static Exchange<CommitResult> of(Commit command) {
		Long maxDebt = command.maxDebt();
		Supplier<List<byte[]>> arguments = () -> new Arguments().text(command.id())
			.optionalNumber(command.actual())
			.text(command.overrun().name().substring(0, 1))
			.text((command.late() == LateCommit.CHARGE) ? "C" : "E")
			.number((maxDebt != null) ? maxDebt : 0)
			.flag(command.response() != null)
			.bytes(command.response())
			.trace(command.trace());
		return exchange(Verb.COMMIT, command, arguments, Plain.of(command),
				Subject.of(command.wallet(), command.id(), 0),
				(reply) -> new CommitResult.Committed(command.wallet(), command.id(), reply.number(2), reply.number(3),
						reply.number(1), reply.number(4), reply.flag(5), reply.flag(6)));
	}

	static Exchange<CancelResult> of(Cancel command) {
		Supplier<List<byte[]>> arguments = () -> new Arguments().text(command.id()).trace(command.trace());
		return exchange(Verb.CANCEL, command, arguments, Plain.of(command),
				Subject.of(command.wallet(), command.id(), 0),
				(reply) -> new CancelResult.Canceled(command.wallet(), command.id(), reply.number(2), reply.number(1)));
	}

}
