package io.escrowmint.metering;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import io.escrowmint.Metering;

/**
 * A session that leaves everything to another one, for those that add to it. As
 * thread-safe as what it adds.
 */
public abstract class ForwardingSession implements MeteringSession {

	private final MeteringSession session;

	/**
	 * Creates the session.
	 * @param session does the work
	 */
	protected ForwardingSession(MeteringSession session) {
		this.session = session;
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands) {
		return this.session.admit(demands);
	}

	@Override
	public CompletionStage<Admission> admit(List<Demand> demands, BooleanSupplier left) {
		return this.session.admit(demands, left);
	}

	@Override
	public boolean isMetered() {
		return this.session.isMetered();
	}

	@Override
	public boolean isResponseWanted() {
		return this.session.isResponseWanted();
	}

	@Override
	public boolean isEnded() {
		return this.session.isEnded();
	}

	@Override
	public CompletionStage<Void> end(Ending ending) {
		return this.session.end(ending);
	}

	@Override
	public Metering named(String name) {
		return this.session.named(name);
	}

	@Override
	public String wallet() {
		return this.session.wallet();
	}

	@Override
	public long held() {
		return this.session.held();
	}

	@Override
	public long amount() {
		return this.session.amount();
	}

	@Override
	public void settle(long actual) {
		this.session.settle(actual);
	}

	@Override
	public void addCost(long more) {
		this.session.addCost(more);
	}

	@Override
	public void fail() {
		this.session.fail();
	}

}
