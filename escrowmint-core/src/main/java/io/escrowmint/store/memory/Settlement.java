package io.escrowmint.store.memory;

import java.util.Objects;

import io.escrowmint.model.Commit;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Overrun;
import org.jspecify.annotations.Nullable;

/**
 * What a commit does to the figures, by its overrun policy.
 *
 * @param charged the amount that is charged
 * @param change the change
 */
record Settlement(long charged, Change change) {

	/**
	 * Settles a commit against an open hold.
	 * @param before the figures
	 * @param command the command
	 * @param asked the amount that is asked for
	 * @param hold the amount of the hold
	 * @return the settlement, {@code null} if the policy rejects it
	 */
	static @Nullable Settlement open(Figures before, Commit command, long asked, long hold) {
		return settle(Change.of(before).hold(-hold), before, command, asked, hold, hold);
	}

	/**
	 * Settles a commit against a hold that has expired and gone back.
	 * @param before the figures
	 * @param command the command
	 * @param asked the amount that is asked for
	 * @param hold the amount that the hold had
	 * @return the settlement, {@code null} if the policy rejects it
	 */
	static @Nullable Settlement late(Figures before, Commit command, long asked, long hold) {
		return settle(Change.of(before), before, command, asked, hold, 0);
	}

	private static @Nullable Settlement settle(Change change, Figures before, Commit command, long asked, long hold,
			long covered) {
		boolean over = asked > hold;
		if (over && command.overrun() == Overrun.REJECT) {
			return null;
		}
		long charged = (over && command.overrun() == Overrun.CLAMP) ? hold : asked;
		if (over && command.overrun() == Overrun.AVAILABLE && before.available() < charged - covered) {
			return null;
		}
		change.spend(charged);
		if (charged <= covered) {
			change.inflow(covered - charged);
		}
		else {
			change.outflowOrDebt(charged - covered);
		}
		return isAllowed(before, change.after(), command) ? new Settlement(charged, change) : null;
	}

	private static boolean isAllowed(Figures before, Figures after, Commit command) {
		if (after.debt() <= before.debt()) {
			return true;
		}
		long cap = Objects.requireNonNullElse(command.maxDebt(), 0L);
		return after.debt() <= cap && after.granted() + after.debt() <= Limits.MAX_CREDITS;
	}

}
