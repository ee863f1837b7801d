package io.escrowmint.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What one part of a call has taken so far, with what was answered. Used by one admission
 * at a time.
 */
final class Taken {

	private final List<HoldDesk.Answer> answers = new ArrayList<>();

	void add(HoldDesk.Answer answer) {
		this.answers.add(answer);
	}

	/**
	 * Returns the holds.
	 * @return in the order in which they were taken
	 */
	List<MeteredHold> holds() {
		return this.answers.stream().map((answer) -> Objects.requireNonNull(answer.hold())).toList();
	}

	/**
	 * Returns what is known of the wallet of a call from here.
	 * @param all the holds of the call, these among them; the first that somebody pays
	 * for says whose wallet it is
	 * @return the last answer, {@code null} if none is of that wallet
	 */
	Admission.@Nullable Balance balance(List<MeteredHold> all) {
		String wallet = all.stream()
			.map((hold) -> hold.demand().wallet())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		Long available = this.answers.stream()
			.filter((answer) -> Objects.requireNonNull(answer.hold()).isPaidBy(wallet))
			.map(HoldDesk.Answer::available)
			.filter(Objects::nonNull)
			.reduce((former, latter) -> latter)
			.orElse(null);
		return (available == null) ? null : new Admission.Balance(available,
				all.stream().filter((hold) -> hold.isPaidBy(wallet)).mapToLong(MeteredHold::held).sum());
	}

}
