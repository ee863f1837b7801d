package io.escrowmint;

import java.util.Optional;

/**
 * The hold of a metered call, as its method sees it: an argument of this type, or
 * {@link #current()}. Nothing here talks to the store; the last values count when the
 * call ends.
 *
 * <pre class="code">
 * &#64;Metered(cost = "#prompt.maxTokens")
 * &#64;PostMapping("/api/complete")
 * Answer complete(&#64;RequestBody Prompt prompt, Metering metering) {
 *     Answer answer = ...;
 *     metering.settle(answer.tokens());
 *     return answer;
 * }
 * </pre>
 * <p>
 * A call that takes several holds is addressed by {@link #named}; without a name the
 * first is meant, and by {@link #fail()} all of them. A call within a metered call is a
 * part of it: both have the same metering, and what the inner one holds beside is one of
 * several holds. A call that costs nothing, that is let through while the store is away,
 * or whose metering is a shadow holds 0, takes every value and charges none. Thread-safe.
 */
public interface Metering {

	/**
	 * Returns the metering of the metered call that this thread is in. Another thread
	 * gets it as an argument, or not at all.
	 * @return the metering, empty outside of a metered call
	 */
	static Optional<Metering> current() {
		return MeteringScope.current();
	}

	/**
	 * Returns one of several holds.
	 * @param name the {@link Metered#name()}
	 * @return the metering of that hold alone
	 * @throws IllegalArgumentException if the call holds nothing under that name
	 */
	Metering named(String name);

	/**
	 * Returns the wallet that pays.
	 * @return the wallet
	 * @throws IllegalStateException if nothing is held yet
	 */
	String wallet();

	/**
	 * Returns what is held.
	 * @return credits, 0 if nothing is
	 * @throws IllegalStateException if nothing is held yet
	 */
	long held();

	/**
	 * Returns what would be charged if the call ended well now: what is held, unless
	 * {@link #settle} said otherwise, and what was added.
	 * @return credits; more than {@link #held()} goes by the overrun policy
	 * @throws IllegalStateException if nothing is held yet
	 */
	long amount();

	/**
	 * Says what the call really used. Replaces what was said before.
	 * @param actual credits, 0 to 2^53-1
	 * @throws io.escrowmint.model.OverrunRejectedException if it is more than is held and
	 * the policy is {@link OverrunPolicy#REJECT}; nothing changes
	 * @throws IllegalStateException if the call has ended, or holds nothing yet
	 */
	void settle(long actual);

	/**
	 * Adds to {@link #amount()}.
	 * @param more credits, 0 to 2^53-1
	 * @throws io.escrowmint.model.OverrunRejectedException if the sum is more than is
	 * held and the policy is {@link OverrunPolicy#REJECT}; nothing changes
	 * @throws IllegalStateException if the call has ended, or holds nothing yet
	 */
	void addCost(long more);

	/**
	 * Makes the call cost nothing, whatever else is said and however it ends: all that it
	 * holds, and what a call within it is still to hold. Of a {@link #named} hold, only
	 * that one.
	 * @throws IllegalStateException if the call has ended, or holds nothing yet; also if
	 * one of its holds was settled before, because it was too old: then the others cost
	 * nothing
	 */
	void fail();

}
