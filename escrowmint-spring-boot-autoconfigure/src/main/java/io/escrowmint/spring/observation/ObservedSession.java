package io.escrowmint.spring.observation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Demand;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.ForwardingSession;
import io.escrowmint.metering.MeteringSession;
import io.escrowmint.spring.metrics.OperationNames;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A session that is observed: all its parts together, once. Thread-safe: its observation
 * changes hands under its lock, and whoever takes it away stops it.
 */
final class ObservedSession extends ForwardingSession {

	private final Function<MeteredCallContext, Observation> observations;

	private @Nullable Running running;

	ObservedSession(MeteringSession session, Function<MeteredCallContext, Observation> observations) {
		super(session);
		this.observations = observations;
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands) {
		return admit(() -> super.admit(demands));
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands, BooleanSupplier left) {
		return admit(() -> super.admit(demands, left));
	}

	private CompletionStage<Admission> admit(Supplier<CompletionStage<Admission>> asked) {
		if (isEnded()) {
			return asked.get();
		}
		Running call = running();
		CompletionStage<Admission> admission;
		try (Observation.Scope scope = Quiet.scope(call.observation)) {
			admission = asked.get();
		}
		return admission.whenComplete((decided, failure) -> decided(call, decided));
	}

	@Override
	public CompletionStage<Void> end(Ending ending) {
		Running call = taken();
		if (call == null) {
			return super.end(ending);
		}
		CompletionStage<Void> settled;
		try (Observation.Scope scope = Quiet.scope(call.observation)) {
			settled = super.end(ending);
		}
		call.context.end(ending.kind());
		Quiet.run(call.observation::stop);
		return settled;
	}

	private synchronized Running running() {
		if (this.running == null) {
			MeteredCallContext context = new MeteredCallContext();
			this.running = new Running(context, Quiet.start(() -> this.observations.apply(context)));
		}
		return this.running;
	}

	private synchronized @Nullable Running taken() {
		Running call = this.running;
		this.running = null;
		return call;
	}

	// A call that was not let in has no end to wait for, and one that is over neither.
	private void decided(Running call, @Nullable Admission decided) {
		boolean admitted = decided instanceof Admission.Admitted;
		if (decided != null && (!admitted || call.context.outcome() == null)) {
			call.context.decide(OperationNames.of(decided));
		}
		if ((isEnded() || !isMetered()) && taken() != null) {
			Quiet.run(call.observation::stop);
		}
	}

	/**
	 * An observation that has not ended.
	 *
	 * @param context what is known of the call
	 * @param observation the observation
	 */
	private record Running(MeteredCallContext context, Observation observation) {

	}

}
