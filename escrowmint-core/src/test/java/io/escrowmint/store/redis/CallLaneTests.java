package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lane says "not applied" only of what it never sends.
 */
class CallLaneTests {

	private static final long LATER = 1_000;

	private final List<Batch> sent = new ArrayList<>();

	private final CallLane lane = new CallLane(2, this.sent::add);

	@Test
	void callThatWasGivenUpIsNeverSent() {
		Call<ConsumeResult> call = call(0);
		call.giveUp();
		this.lane.submit(call);
		assertThat(this.sent).isEmpty();
		assertThat(this.lane.isIdle()).isTrue();
		assertThat(call.future()).failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class);
	}

	@Test
	void callThatIsHandedToTheSenderMayBeAppliedFromThenOn() {
		List<Call<ConsumeResult>> given = new ArrayList<>();
		CallLane slow = new CallLane(2, (batch) -> given.forEach(Call::giveUp));
		given.add(call(0));
		slow.submit(given.get(0));
		assertThat(given.get(0).future()).failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void overdueCallEndsBehindOneThatIsNot() {
		this.lane.submit(call(LATER));
		Call<ConsumeResult> patient = call(LATER);
		Call<ConsumeResult> overdue = call(0);
		this.lane.submit(patient);
		this.lane.submit(overdue);
		this.lane.expire(1);
		assertThat(overdue.isDone()).isTrue();
		assertThat(patient.isDone()).isFalse();
		this.lane.next(this.sent.get(0));
		assertThat(this.sent).hasSize(2);
		assertThat(this.sent.get(1).calls()).containsExactly(patient);
	}

	@Test
	void batchOfWhichAllAreOverdueFreesTheLaneOnce() {
		this.lane.submit(call(0));
		Call<ConsumeResult> next = call(LATER);
		Call<ConsumeResult> last = call(LATER);
		this.lane.submit(next);
		this.lane.expire(1);
		assertThat(this.sent).hasSize(2);
		this.lane.submit(last);
		this.lane.next(this.sent.get(0));
		assertThat(this.sent).hasSize(2);
		this.lane.next(this.sent.get(1));
		assertThat(this.sent.get(2).calls()).containsExactly(last);
	}

	@Test
	void batchIsNoLargerThanTheLimit() {
		this.lane.submit(call(LATER));
		for (int index = 0; index < 3; index++) {
			this.lane.submit(call(LATER));
		}
		this.lane.next(this.sent.get(0));
		assertThat(this.sent.get(1).calls()).hasSize(2);
		this.lane.next(this.sent.get(1));
		assertThat(this.sent.get(2).calls()).hasSize(1);
		this.lane.next(this.sent.get(2));
		assertThat(this.lane.isIdle()).isTrue();
	}

	private static Call<ConsumeResult> call(long deadline) {
		return new Call<>(Exchanges.of(Consume.of("w", 1)), 0, deadline);
	}

}
