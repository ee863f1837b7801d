package io.escrowmint.store.redis;

import java.util.Arrays;
import java.util.List;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.Trace;
import io.escrowmint.store.redis.Verb.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A command with nothing around it, as the short script of its lane takes it. Whether the
 * wallet is as plain is for the script to say.
 *
 * @param lane the lane
 * @param id the reservation, "" for none
 * @param number the first number
 * @param ttl the second number, of a reserve only
 */
record Plain(Lane lane, String id, long number, long ttl) {

	private static final long WHOLE_HOLD = -1;

	private static final long CANCEL = -2;

	/** The length of what {@link OperationId#generate()} makes. */
	private static final int MADE = 20;

	static @Nullable Plain of(Consume command) {
		boolean plain = command.key() == null && command.maxDebt() == null && command.trace().equals(Trace.NONE);
		return plain ? new Plain(Lane.SPENDING, "", command.amount(), 0) : null;
	}

	static @Nullable Plain of(Reserve command) {
		OperationId id = command.id();
		boolean plain = !id.isCallerNamed() && isMade(id.value()) && command.http() == null
				&& command.trace().equals(Trace.NONE);
		return plain ? new Plain(Lane.HOLDING, id.value(), command.amount(), command.ttl().toMillis()) : null;
	}

	static @Nullable Plain of(Commit command) {
		boolean plain = isMade(command.id()) && command.response() == null && command.trace().equals(Trace.NONE);
		Long actual = command.actual();
		return plain ? new Plain(Lane.SETTLING, command.id(), (actual != null) ? actual : WHOLE_HOLD, 0) : null;
	}

	static @Nullable Plain of(Cancel command) {
		return (isMade(command.id()) && command.trace().equals(Trace.NONE))
				? new Plain(Lane.SETTLING, command.id(), CANCEL, 0) : null;
	}

	/**
	 * Tells whether a name looks like one that the library made. A guess about who named
	 * a hold is enough: the script sees it in the hold.
	 */
	private static boolean isMade(String id) {
		if (id.length() != MADE) {
			return false;
		}
		for (int index = 0; index < MADE; index++) {
			char letter = id.charAt(index);
			boolean known = letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z'
					|| letter >= '0' && letter <= '9' || letter == '-' || letter == '_';
			if (!known) {
				return false;
			}
		}
		return true;
	}

	void writeTo(PackedWriter plan, byte[] wallet) {
		if (this.lane != Lane.SPENDING) {
			plan.text(receipt(wallet)).text(claim());
		}
		plan.number(this.number);
		if (this.lane == Lane.HOLDING) {
			plan.number(this.ttl);
		}
	}

	/**
	 * Returns what the full script would have replied.
	 * @param answer what the short script did
	 */
	Reply reply(List<Object> answer) {
		long available = (Long) answer.get(0);
		if (this.lane == Lane.SPENDING) {
			return Reply.applied(available, 0, 0);
		}
		long second = (Long) answer.get(1);
		if (this.lane == Lane.HOLDING) {
			return Reply.applied(available, this.number, second, 0);
		}
		return (this.number == CANCEL) ? Reply.applied(available, second)
				: Reply.applied(available, second, second, 0, 0, 0);
	}

	/**
	 * Returns the field of the receipt, see {@code records.lua}.
	 */
	private byte[] receipt(byte[] wallet) {
		byte[] head = KeySpace.utf8("r" + wallet.length + ":");
		byte[] field = Arrays.copyOf(head, head.length + wallet.length + MADE);
		System.arraycopy(wallet, 0, field, head.length, wallet.length);
		copyId(field, head.length + wallet.length);
		return field;
	}

	/**
	 * Returns the packed field of the claim, see {@code claims.lua}.
	 */
	private byte[] claim() {
		byte[] claim = new byte[MADE + 2];
		claim[0] = (byte) (0xA0 | MADE + 1);
		claim[1] = 'h';
		copyId(claim, 2);
		return claim;
	}

	private void copyId(byte[] target, int from) {
		for (int index = 0; index < MADE; index++) {
			target[from + index] = (byte) this.id.charAt(index);
		}
	}

}
