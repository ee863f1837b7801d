package io.escrowmint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.escrowmint.stream.CommitStore;
import io.escrowmint.stream.PoisonPolicy;
import io.escrowmint.stream.StateMigrator;

/**
 * Makes a bean method, or a bean that is a {@link io.escrowmint.stream.StreamProcessor},
 * the processor of a stream: what it returns as its new state, what it publishes and how
 * far it has read are committed together, so that each message counts exactly once.
 *
 * <pre class="code">
 * &#64;StreamHandler(stream = "orders", id = "totals", publishes = "totals")
 * Totals handle(@Nullable Totals totals, Order order, StreamTransaction tx) {
 *     Totals next = Totals.plus(totals, order);
 *     tx.publish("totals", next);
 *     return next;
 * }
 * </pre>
 * <p>
 * A method that returns something takes its state first, {@code null} before the first
 * message, and then the message. A method that returns nothing keeps no state and takes
 * the message. Either may take a {@link io.escrowmint.stream.StreamTransaction} besides.
 * A message is what the codec reads from the field {@code payload}, or the fields as
 * {@code Map<String, String>}, or the entry as
 * {@link io.escrowmint.stream.StreamMessage}.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface StreamHandler {

	/**
	 * The stream of EscrowMint's own events, as {@link io.escrowmint.model.WalletEvent};
	 * one state for each partition.
	 */
	String EVENTS = "escrowmint:events";

	/**
	 * The stream to read, or {@link #EVENTS}. May contain placeholders.
	 * @return the key of the stream
	 */
	String stream();

	/**
	 * Names the processor among all that share the prefix. Its state belongs to it, under
	 * its {@link #tag()}: with another id or tag it begins without a state, at the
	 * beginning of its stream. May contain placeholders.
	 * @return the id
	 */
	String id();

	/**
	 * Streams that the handler publishes to. In a cluster they share the hash tag of the
	 * processor, and those named here are checked at the start. The first is part of the
	 * name of the state if there is no {@link #tag()}, so set that before this changes.
	 * May contain placeholders.
	 * @return keys of streams
	 */
	String[] publishes() default {};

	/**
	 * The hash tag of the processor's state, and so part of its name, in a cluster and
	 * without. Unset: that of the first stream it publishes to, else that of the stream
	 * it reads; of events, the id. Set, the state stays where it is when
	 * {@link #publishes()} changes. Not used where the state is in a database. May
	 * contain placeholders.
	 * @return the tag, without braces
	 */
	String tag() default "";

	/**
	 * The version of the type of the state, from 1.
	 * @return the version
	 */
	int stateVersion() default 1;

	/**
	 * Rewrites a state of an older version: the class of a bean, or one with a
	 * constructor without arguments.
	 * @return the migrator
	 */
	Class<? extends StateMigrator> migrator() default StateMigrator.class;

	/**
	 * Where state and position are kept, and with what they are committed together.
	 * @return in Redis, or in the transaction of a database
	 */
	CommitStore commit() default CommitStore.REDIS;

	/**
	 * How many messages are handled in one commit at most. Unset:
	 * {@code escrowmint.streams.batch}.
	 * @return 1 or more
	 */
	int batch() default -1;

	/**
	 * What becomes of a message that cannot be handled; at most one. Unset:
	 * {@code escrowmint.streams.poison}.
	 * @return the policy
	 */
	PoisonPolicy[] poison() default {};

	/**
	 * How often a message is tried before it counts as poison. Unset:
	 * {@code escrowmint.streams.max-deliveries}.
	 * @return 1 or more
	 */
	int maxDeliveries() default -1;

}
