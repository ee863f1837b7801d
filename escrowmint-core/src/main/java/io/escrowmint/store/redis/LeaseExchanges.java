package io.escrowmint.store.redis;

import java.util.List;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.ConsumeLease;
import io.escrowmint.model.ConsumeLeaseResult;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;

import static io.escrowmint.store.redis.WalletExchanges.exchange;

/**
 * How commands on leases travel.
 */
final class LeaseExchanges {

	private LeaseExchanges() {
	}

	static Exchange<AllocateLeaseResult> of(AllocateLease command) {
		List<byte[]> arguments = new Arguments().number(command.amount())
			.millis(command.ttl())
			.text(command.owner())
			.number(command.minimum())
			.identity(command.id())
			.flag(command.expiry() == LeaseExpiry.BURN)
			.trace(command.trace());
		return exchange(Verb.ALLOCATE_LEASE, command, arguments,
				Subject.ofLease(command.wallet(), command.id().value(), command.amount(), command.owner()),
				(reply) -> new AllocateLeaseResult.Allocated(command.wallet(), command.id(), reply.number(2),
						reply.number(3), reply.time(4), reply.number(1), reply.flag(5)));
	}

	static Exchange<ConsumeLeaseResult> of(ConsumeLease command) {
		List<byte[]> arguments = new Arguments().text(command.id())
			.text(command.owner())
			.number(command.amount())
			.identity(command.key())
			.trace(command.trace());
		OperationId key = command.key();
		Subject subject = Subject.ofLease(command.wallet(), command.id(), command.amount(), command.owner());
		return new Exchange<>(Verb.CONSUME_LEASE, command.wallet(), () -> arguments, null, command.isRepeatable(),
				(key != null) ? key.value() : null, (reply) -> switch (reply.code()) {
					case 'A' -> new ConsumeLeaseResult.Consumed(command.wallet(), command.id(), command.amount(),
							reply.number(2), reply.number(1), reply.flag(3));
					case 'C' -> command.refused(
							Subject.of(command.wallet(), (key != null) ? key.value() : "", 0).refusal(reply),
							reply.number(1));
					default -> command.refused(subject.refusal(reply), reply.number(1));
				});
	}

	static Exchange<ReportLeaseResult> of(ReportLease command) {
		List<byte[]> arguments = new Arguments().text(command.id())
			.text(command.owner())
			.number(command.total())
			.trace(command.trace());
		return exchange(Verb.REPORT_LEASE, command, arguments,
				Subject.ofLease(command.wallet(), command.id(), command.total(), command.owner()),
				(reply) -> new ReportLeaseResult.Reported(command.wallet(), command.id(), reply.number(2),
						reply.number(3), reply.number(4), reply.flag(5), reply.number(1), reply.number(6)));
	}

	static Exchange<RenewLeaseResult> of(RenewLease command) {
		List<byte[]> arguments = new Arguments().text(command.id())
			.text(command.owner())
			.millis(command.ttl())
			.trace(command.trace());
		return exchange(Verb.RENEW_LEASE, command, arguments,
				Subject.ofLease(command.wallet(), command.id(), 0, command.owner()),
				(reply) -> new RenewLeaseResult.Renewed(command.wallet(), command.id(), reply.number(2), reply.time(3),
						reply.number(1), reply.flag(4)));
	}

	static Exchange<ReleaseLeaseResult> of(ReleaseLease command) {
		List<byte[]> arguments = new Arguments().text(command.id()).text(command.owner()).trace(command.trace());
		return exchange(Verb.RELEASE_LEASE, command, arguments,
				Subject.ofLease(command.wallet(), command.id(), 0, command.owner()),
				(reply) -> new ReleaseLeaseResult.Released(command.wallet(), command.id(), reply.number(2),
						reply.number(1)));
	}

}
