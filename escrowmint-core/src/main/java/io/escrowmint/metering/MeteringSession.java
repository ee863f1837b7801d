package io.escrowmint.metering;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import io.escrowmint.Metering;

/**
 * One call with all its metered parts: a request through all its dispatches, or one call
 * of a bean method. It is let in part by part and ends once; the first ending counts, and
 * however often an end is told, each hold is settled once. Thread-safe.
 */
public interface MeteringSession extends Metering {

	/**
	 * Lets a part of the call in. A demand whose name the session holds already joins it
	 * and takes nothing. Demands are held in order; if one is refused, those taken by
	 * this call are given back. If the session ends meanwhile, they are settled as it
	 * ended.
	 * @param demands what is asked for; without any the call is let in for free; only the
	 * first can claim an idempotency key
	 * @return whether the part may run; does not fail
	 */
	CompletionStage<Admission> admit(List<Demand> demands);

	/**
	 * Lets a part of the call in for which its caller may stop waiting. What is held only
	 * then is given back, however the session ends, and is no part of it.
	 * @param demands what is asked for
	 * @param left tells whether the caller has stopped waiting: the part does not run
	 * then, whatever the answer
	 * @return whether the part may run; does not fail
	 */
	default CompletionStage<Admission> admit(List<Demand> demands, BooleanSupplier left) {
		return admit(demands);
	}

	/**
	 * Tells whether a part was let in: from then on the session has an end to wait for.
	 * @return {@code true} after an {@link Admission.Admitted}
	 */
	boolean isMetered();

	/**
	 * Tells whether the response is to be kept under an idempotency key.
	 * @return {@code true} if a hold claims one, and the session has not ended
	 */
	boolean isResponseWanted();

	/**
	 * Tells whether the session has ended.
	 * @return {@code true} once {@link #end} was called
	 */
	boolean isEnded();

	/**
	 * Ends the call and settles what it holds, in the background until it is known.
	 * Repeated calls do nothing. Never throws.
	 * @param ending how it ended
	 * @return completes without a failure when all holds are settled, or the store has
	 * failed to answer once: waiting for it is what makes a settle synchronous
	 */
	CompletionStage<Void> end(Ending ending);

}
