package io.escrowmint.stream;

import org.jspecify.annotations.Nullable;

/**
 * Turns messages into a new state and further messages. What it returns, what it
 * publishes through the transaction and how far it has read are committed together or not
 * at all, so that each message counts exactly once, whatever dies in between.
 * <p>
 * It may be called more than once for a message, as long as none of the calls was
 * committed: it does nothing else than what it is given for. The state is an immutable
 * value. Calls for one state never overlap.
 *
 * @param <S> the state
 * @param <M> the messages
 */
@FunctionalInterface
public interface StreamProcessor<S, M> {

	/**
	 * Handles a message.
	 * @param state what the call for the message before returned; {@code null} before the
	 * first
	 * @param message the message
	 * @param tx takes what is published
	 * @return the new state; {@code null} for none
	 * @throws Exception for whatever reason: nothing of this call remains, and the
	 * message is tried again, up to the policy for poison
	 */
	@Nullable S handle(@Nullable S state, M message, StreamTransaction tx) throws Exception;

}
