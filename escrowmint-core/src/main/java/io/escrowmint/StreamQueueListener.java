package io.escrowmint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.escrowmint.stream.PoisonPolicy;

/**
 * Makes a bean method a consumer of a group of a stream: all instances of the application
 * share its messages. A message is handled, in a transaction where there is a transaction
 * manager, and acknowledged after that has committed. One that was left by an instance
 * that crashed is taken over; one that fails is tried again after a pause and delays no
 * other.
 *
 * <pre class="code">
 * &#64;StreamQueueListener(stream = "mails", group = "sender")
 * void send(Mail mail) { ... }
 * </pre>
 * <p>
 * The method takes the message, and may take the {@link io.escrowmint.stream.Delivery}
 * besides. A message whose acknowledgment was lost comes again.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface StreamQueueListener {

	/**
	 * The stream to read. May contain placeholders.
	 * @return the key of the stream
	 */
	String stream();

	/**
	 * The group. Made from the beginning of the stream if there is none. May contain
	 * placeholders.
	 * @return the name of the group
	 */
	String group();

	/**
	 * The name of the container. Unset: stream and group with a colon between. May
	 * contain placeholders.
	 * @return unique in the application
	 */
	String id() default "";

	/**
	 * Whether each call has a transaction of its own, where there is a transaction
	 * manager: the only one, or the primary one, or else the only one for JDBC.
	 * @return whether it has
	 */
	boolean transactional() default true;

	/**
	 * How many messages are read at once at most. Unset:
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
	 * How often a message is delivered before it counts as poison. Unset:
	 * {@code escrowmint.streams.max-deliveries}.
	 * @return 1 or more
	 */
	int maxDeliveries() default -1;

}
